"""The Chinese texts: complete, compiled, shown everywhere in the window, and drawn with glyphs that exist."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator
from PySide6.QtGui import QAction, QFontDatabase, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QTableView,
    QTabWidget,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.components import activations, inits, optimizers
from app.data.tasks import Task
from app.files.lessons import find_lessons
from app.gui.views.form_section import FormSection
from app.gui.window import MainWindow
from app.resources import RESOURCES
from app.running.snapshot import RunState
from app.training.fitting import fitting_datasets, fitting_losses, fitting_models

FOLDER = RESOURCES / "translations"
LANGUAGE = "zh_CN"

Key = tuple[str, str]

NAMES = frozenset(re.findall(r"\w+", """
    PyTorch CPU GPU CUDA MPS NVIDIA AMD Apple Mac English Ctrl Shift Del Esc CSV KEY VALUES learning_rate log
    SGD Adam AdamW RMSprop Adagrad Adadelta Rprop BFGS Nesterov AMSGrad Huber strong_wolfe
    ReLU ELU GELU SiLU Softplus Sigmoid sigmoid tanh erf arctan softsign swish Softmax softmax exp max sin cos ln sqrt abs pi
    logit MLP Linear nn float32 float64 weight bias hidden1 hidden2 output x86_64 arm64 aarch64 AMD64
"""))  # fmt: skip
"""What is called the same in Chinese: names, mathematical functions, and parameters of the model."""


@pytest.fixture(scope="module")
def update() -> ModuleType:
    """The program that collects and compiles the texts."""
    spec = importlib.util.spec_from_file_location("update", FOLDER / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def translations(folder: Path = FOLDER) -> dict[Key, ET.Element]:
    """Return context and text → its translation element."""
    root = ET.parse(folder / f"gradient_playground_{LANGUAGE}.ts").getroot()
    found: dict[Key, ET.Element] = {}
    for context in root.iter("context"):
        for message in context.iter("message"):
            element = message.find("translation")
            assert element is not None
            found[context.findtext("name", ""), message.findtext("source", "")] = element
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of the texts."""
    shutil.copy(FOLDER / f"gradient_playground_{LANGUAGE}.ts", tmp_path)
    return tmp_path


# ---------------------------------------------------------------- the files


def test_the_texts_are_those_of_the_source(update: ModuleType, copy: Path) -> None:
    update.collect(LANGUAGE, copy)
    collected, committed = set(translations(copy)), set(translations())
    assert not collected - committed, "run resources/translations/update.py"
    assert not committed - collected, "run resources/translations/update.py"
    assert len(committed) > 400


def test_no_text_escapes_the_collector() -> None:
    """Within an f-string, for one, it finds none."""
    found = set(translations())
    for path in (RESOURCES.parent / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
                "translate",
                "_N",
            ):
                key = tuple(argument.value for argument in node.args[:2] if isinstance(argument, ast.Constant))
                assert len(key) < 2 or key in found, f"{path.name}, line {node.lineno}"


def test_every_text_is_translated() -> None:
    left = [key for key, element in translations().items() if element.get("type") or not (element.text or "").strip()]
    assert not left


def test_placeholders_and_emphasis_are_those_of_the_source() -> None:
    for (context, source), element in translations().items():
        translation = element.text or ""
        for pattern in (r"\{[^{}]*\}", r"</?\w+[^>]*>", r"\*\*", r"\n"):
            there, here = re.findall(pattern, source), re.findall(pattern, translation)
            assert Counter(there) == Counter(here), (context, source)


def test_the_compiled_texts_are_up_to_date(update: ModuleType, copy: Path, qapp: QApplication) -> None:
    update.compile_texts(LANGUAGE, copy)
    name = f"gradient_playground_{LANGUAGE}"
    fresh, committed = QTranslator(), QTranslator()
    assert fresh.load(name, str(copy))
    assert committed.load(name, str(FOLDER))
    for context, source in translations():
        assert committed.translate(context, source) == fresh.translate(context, source), source


# ---------------------------------------------------------------- the window


@pytest.fixture(autouse=True)
def no_old_windows(qapp: QApplication) -> None:
    """Delete what earlier tests left to be deleted: it would still hear of a new language."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window that knows its devices, with everything unfolded; it leaves the application English."""
    qtbot.waitUntil(lambda: devices(window).count() > 1, timeout=30_000)
    for section in window.findChildren(FormSection):
        section.set_unfolded(True)
    yield window
    speak(window, "en")


def devices(window: MainWindow) -> QComboBox:
    found = window.findChild(QComboBox, "device")
    assert isinstance(found, QComboBox)
    return found


def texts_of(widget: QWidget) -> Iterator[str]:
    """Yield what a widget says itself."""
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QComboBox):
        for row in range(widget.count()):
            yield widget.itemText(row)
    elif isinstance(widget, QTabWidget):
        for index in range(widget.count()):
            yield widget.tabText(index)
            yield widget.tabToolTip(index)
    elif isinstance(widget, QTableView):
        header = widget.horizontalHeader()
        for column in range(header.count()):
            yield str(widget.model().headerData(column, header.orientation()))
    elif isinstance(widget, QTextBrowser):
        yield widget.toPlainText()
    elif isinstance(widget, QLineEdit) and widget.text() != "weight=0.5; bias=0.25":
        yield widget.text()
        yield widget.placeholderText()


def shown_texts(window: MainWindow) -> list[str]:
    """Return all that the window says, each of its panels in front once."""
    tabs = window.side.tabs
    found: list[str] = []
    front = tabs.currentIndex()
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        for widget in window.findChildren(QWidget):
            if widget.isVisibleTo(window):
                found += texts_of(widget)
    tabs.setCurrentIndex(front)
    for action in window.findChildren(QAction):
        if action.isVisible() and isinstance(action.parent(), QWidget):
            found += (action.text(), action.toolTip())
    return [text for text in found if text]


def command_line_hint() -> re.Pattern[str]:
    """Return what finds the sentence with a setting's name on the command line, in the window's language."""
    template = QCoreApplication.translate("SettingsPanel", "On the command line: {key}")
    return re.compile(re.escape(template).replace(r"\{key\}", r"[\w.]+"))


def english_words(text: str, hint: re.Pattern[str]) -> set[str]:
    """Return the words of a text that a Chinese reader would not expect."""
    plain = re.sub(r"<[^>]*>", " ", hint.sub(" ", text))
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*", plain)
    return {word for word in words if re.search("[A-Za-z]{3}", word)} - NAMES


def untranslated(window: MainWindow) -> set[str]:
    hint = command_line_hint()
    return {text for text in shown_texts(window) if english_words(text, hint)}


def speak(window: MainWindow, language: str) -> None:
    """Switch the language and let every widget hear of it."""
    window.set_language(language)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the worker has answered and retired widgets are gone."""
    qtbot.waitUntil(lambda: window.controller.state is not RunState.PREPARING, timeout=30_000)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.slow
@pytest.mark.parametrize("task", Task, ids=lambda task: task.value)
def test_every_model_and_loss_of_a_task_is_chinese(window: MainWindow, qtbot: QtBot, task: Task) -> None:
    speak(window, "zh")
    controller = window.controller
    controller.edit_config("task", task.value)
    for model in fitting_models(controller.document.config):
        controller.edit_config("model", model)
        for loss in fitting_losses(controller.document.config):
            controller.edit_config("loss", loss)
            assert not untranslated(window), (model, loss)
    for dataset in fitting_datasets(controller.document.config):
        controller.edit_config("dataset", dataset)
        assert not untranslated(window), dataset
    settle(window, qtbot)
    assert not untranslated(window)


def test_joined_texts_have_chinese_punctuation(window: MainWindow) -> None:
    speak(window, "zh")
    window.controller.edit_config("learning_rate", 0.5)
    assert window.tool_bar.actions_by_name["undo"].text() == "撤销：更改“学习率”"
    for section in window.findChildren(FormSection):
        for widget in section.findChildren(QWidget):
            assert not re.search("[\u4e00-\u9fff][:.;] ", widget.accessibleName() + widget.toolTip()), (
                widget.objectName()
            )


def test_every_optimizer_start_and_activation_is_chinese(window: MainWindow, qtbot: QtBot) -> None:
    speak(window, "zh")
    controller = window.controller
    controller.edit_config("task", Task.CLASSIFICATION_2D.value)
    controller.edit_config("model", "mlp")
    for key, table in (("optimizer", optimizers), ("init", inits), ("activation", activations)):
        for choice in table.BY_KEY:  # type: ignore[attr-defined]
            controller.edit_config(key, (choice,) if key == "activation" else choice)
            settle(window, qtbot)
            assert not untranslated(window), choice
    controller.edit_config("activation", ("relu", "tanh"))
    controller.edit_config("hidden_sizes", (64, 64))
    settle(window, qtbot)
    assert not untranslated(window)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", [lesson.id for lesson in find_lessons()])
def test_a_lesson_is_chinese_and_english_again(window: MainWindow, qtbot: QtBot, lesson: str) -> None:
    window.controller.open_lesson(lesson)
    settle(window, qtbot)
    speak(window, "en")
    before = shown_texts(window)
    speak(window, "zh")
    assert not untranslated(window)
    chinese = shown_texts(window)
    speak(window, "en")
    assert shown_texts(window) == before
    speak(window, "zh")
    assert shown_texts(window) == chinese


def test_a_divergence_and_a_refused_setting_are_chinese(window: MainWindow, qtbot: QtBot) -> None:
    speak(window, "zh")
    controller = window.controller
    controller.open_lesson("linear-regression")
    controller.edit_config("learning_rate", 10)
    controller.toggle_run()
    qtbot.waitUntil(lambda: controller.state is RunState.DIVERGED, timeout=30_000)
    assert not untranslated(window)
    assert any("有限的数" in text for text in shown_texts(window))
    controller.edit_config("optimizer.momentum", "much")
    refusal = QCoreApplication.translate("errors", "{name}: “{value}” is not a number. Write it like 0.01 or 1e-3.")
    wanted = refusal.format(name="optimizer.momentum", value="much")
    assert any(wanted in label.text() for label in window.findChildren(QLabel)), wanted


def test_the_help_is_chinese(window: MainWindow, qtbot: QtBot) -> None:
    speak(window, "zh")
    window.tool_bar.actions_by_name["help"].trigger()
    box = window.findChild(QDialog, "help_box")
    assert box is not None
    said = [text for widget in (box, *box.findChildren(QWidget)) for text in texts_of(widget) if text]
    box.close()
    assert said
    assert not {text for text in said if english_words(text, command_line_hint())}


def test_every_glyph_exists(window: MainWindow) -> None:
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        pytest.skip("no font with Chinese glyphs is installed")
    speak(window, "zh")
    texts = [element.text or "" for element in translations().values()]
    lessons = (RESOURCES / "lessons").glob("*.json")
    texts += [json.dumps(json.loads(path.read_bytes()), ensure_ascii=False) for path in lessons]
    characters = "".join(sorted(set("".join(texts)) - set("\n")))
    missing = {character for character in characters if character.strip() and 0 in glyphs(character, window)}
    assert not missing


def glyphs(text: str, widget: QWidget) -> list[int]:
    """Return the glyphs a text is drawn with in a widget's font; 0 is the box of a missing one."""
    layout = QTextLayout(text, widget.font())
    layout.beginLayout()
    layout.createLine().setLineWidth(1000)
    layout.endLayout()
    return [index for run in layout.glyphRuns() for index in run.glyphIndexes()]
