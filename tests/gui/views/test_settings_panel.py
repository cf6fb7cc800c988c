"""The settings form, driven as a user does, with the real rules answering its wishes."""

import subprocess
import sys
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, QTranslator
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from app.components.features import FEATURES
from app.data.datasets import DATASETS
from app.data.tasks import Task
from app.gui import theme
from app.gui.texts import error_text
from app.gui.views import form_plan
from app.gui.views.form_combo import Entry
from app.gui.views.form_features import FeaturesControl
from app.gui.views.number_field import NumberField
from app.gui.views.settings_panel import SettingsPanel
from app.text import UserError
from app.training.config import TABLES, Config
from app.training.fitting import fitting_losses, fitting_models
from app.training.settings import edited, from_dict

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

MLP = {"task": "classification-2d", "dataset": "moons", "model": "mlp", "hidden_sizes": "4,2"}


class Answering(QObject):
    """What a controller does: takes a wish, answers with the new configuration or the refusal."""

    def __init__(self, panel, config):
        super().__init__(panel)
        self.panel = panel
        self.config = config
        self.wishes = []
        panel.configEdited.connect(self.on_edited)
        panel.set_config(config)

    def on_edited(self, key, value):
        self.wishes.append((key, value))
        try:
            self.config = edited(self.config, key, value)
        except UserError as error:
            self.panel.show_error(key, error_text(error))
        else:
            self.panel.set_config(self.config)


@pytest.fixture
def answering(qtbot):
    panels = []

    def make(**settings):
        panel = SettingsPanel()
        panels.append(panel)
        qtbot.addWidget(panel)
        controller = Answering(panel, from_dict(settings))
        panel.resize(290, 700)
        panel.show()
        qtbot.waitExposed(panel)
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        return controller

    return make


def find(controller, name, kind=QWidget):
    found = controller.panel.findChildren(kind, name)
    found = [widget for widget in found if not widget.signalsBlocked()]
    assert len(found) == 1, f"{name}: {found}"
    return found[0]


def settle():
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def click(controller, name):
    widget = find(controller, name)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))


def write(controller, name, text, key=Qt.Key.Key_Return):
    field = find(controller, name, QLineEdit)
    field.setFocus()
    field.selectAll()
    field.insert(text)
    if key is not None:
        QTest.keyClick(field, key)
    return field


def wheel(widget, notches):
    event = QWheelEvent(
        QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def error_of(controller, key):
    label = find(controller, f"{key}.error", QLabel)
    return "" if label.isHidden() else label.text()


def unfold(controller):
    for name in ("data", "model", "loss", "training"):
        find(controller, f"{name}.more").setChecked(True)


def _every_start():
    for task in Task:
        for model in fitting_models(from_dict({"task": task.value})):
            yield task.value, model


EVERY_START = tuple(_every_start())


@pytest.mark.parametrize(("task", "model"), EVERY_START)
def test_every_setting_that_fits_is_there_named_and_explained(answering, task, model):
    controller = answering(task=task, model=model)
    for dataset in ("own", "formula", next(e.key for e in DATASETS if e.task == task)):
        controller.panel.set_config(edited(controller.config, "dataset", dataset))
        settle()
        config = controller.panel._config
        slots = [slot for step in form_plan.plan(config) for slot in (*step.main, *step.more)]
        shown = {slot.key for slot in slots}
        assert set(config.params()) <= shown
        assert len(slots) == len(shown)
        for slot in slots:
            widget = find(controller, slot.key)
            assert widget.accessibleName(), slot.key
            assert widget.toolTip(), slot.key
            sentence = "Can be changed" if slot.param and slot.param.live else "restarts the training"
            assert sentence in widget.toolTip()
            assert find(controller, f"{slot.key}.label", QLabel).text()
        assert ("noise" in shown) == ("data_seed" in shown) == (dataset != "own")
        assert ("formula" in shown) == ("formula_low" in shown) == (dataset == "formula")
        assert ("n_classes" in shown) == Task(task).is_classification
        assert ("features" in shown) == (Task(task).n_inputs == 2)
        assert ("hidden_sizes" in shown) == (model == "mlp")
        for widget in controller.panel.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, QAbstractItemView):
                assert widget.objectName(), widget
                assert widget.accessibleName(), widget.objectName()
                assert widget.toolTip(), widget.objectName()
    assert controller.wishes == []


@pytest.mark.parametrize(("task", "model"), EVERY_START)
def test_everything_unfolded_fits_the_column(answering, task, model):
    controller = answering(task=task, model=model, hidden_sizes="8,8,8,8,8,256")
    if model == "mlp":
        controller.panel.set_config(
            edited(controller.config, "activation", "arctan,elu,relu,leaky_relu,softplus,gudermannian")
        )
    unfold(controller)
    app = QApplication.instance()
    before = app.styleSheet(), app.palette()
    theme.apply(app, theme.LIGHT)
    try:
        settle()
        settle()
        area = controller.panel.findChild(QScrollArea)
        assert area.widget().width() <= area.viewport().width()
        for widget in area.widget().findChildren(QWidget):
            if widget.isVisible():
                right = widget.mapTo(area.widget(), QPoint(widget.width(), 0)).x()
                assert right <= area.viewport().width(), widget.objectName()
            if isinstance(widget, QPushButton) and widget.isVisible():
                needed = widget.fontMetrics().horizontalAdvance(widget.text())
                assert needed <= widget.width(), widget.objectName()
    finally:
        app.setStyleSheet(before[0])
        app.setPalette(before[1])


def test_typing_a_number(answering):
    controller = answering()
    field = write(controller, "learning_rate", "0,1")
    assert controller.wishes == [("learning_rate", 0.1)]
    assert controller.config.learning_rate == 0.1
    assert field.text() == "0.1"
    assert field.hasFocus()
    write(controller, "learning_rate", "0.1")
    assert len(controller.wishes) == 1


def test_setters_are_silent(answering):
    controller = answering()
    for settings in ({}, MLP, {"task": "regression-2d", "dataset": "bumps"}, {"optimizer": "adam", "l1": 0.5}):
        controller.panel.set_config(from_dict(settings))
    controller.panel.set_devices([Entry("cpu", "CPU"), Entry("cuda", "GPU", problem="none found")])
    controller.panel.retranslate()
    controller.panel.show_error("learning_rate", "No.")
    settle()
    assert controller.wishes == []


def test_a_refused_text_stays_until_it_is_mended(answering):
    controller = answering()
    field = write(controller, "learning_rate", "abc")
    assert controller.wishes == []
    assert "abc" in error_of(controller, "learning_rate")
    assert field.property("invalid") is True
    click(controller, "model.bias")  # another edit goes through, the refused text is not lost
    assert controller.wishes == [("model.bias", False)]
    assert field.text() == "abc"
    assert error_of(controller, "learning_rate")
    write(controller, "learning_rate", "0.5")
    assert error_of(controller, "learning_rate") == ""
    assert field.property("invalid") is False
    write(controller, "learning_rate", "x")
    controller.panel.set_config(Config())  # another experiment is opened while the field has the focus
    assert field.text() == "x"
    find(controller, "epochs").setFocus()
    controller.panel.set_config(from_dict({"l2": 0.1}))
    assert field.text() == "0.03"
    assert error_of(controller, "learning_rate") == ""


def test_escape_takes_a_refused_text_back(answering):
    controller = answering()
    field = write(controller, "learning_rate", "abc")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.03"
    assert error_of(controller, "learning_rate") == ""


def test_a_wish_that_the_controller_refuses(answering):
    controller = answering(**MLP)
    for feature in FEATURES[:2]:
        click(controller, f"features.{feature.key}")
    assert controller.wishes == [("features", ("x2",)), ("features", ())]
    assert "at least one" in error_of(controller, "features")
    assert find(controller, "features.x2").isChecked()
    click(controller, "features.sin_x1")
    assert controller.config.features == ("x2", "sin_x1")
    assert error_of(controller, "features") == ""


def test_names_of_features_are_whole_in_the_narrowest_column(qapp, qtbot):
    control = FeaturesControl(("x1",))
    qtbot.addWidget(control)
    old, font = qapp.font(), qapp.font()
    font.setPointSizeF(18)
    qapp.setFont(font)
    control.show()
    control.resize(control.minimumSizeHint())
    buttons = control.focus_widgets()
    needed = [button.fontMetrics().horizontalAdvance(button.text()) for button in buttons]
    widths = [button.width() for button in buttons]
    qapp.setFont(old)
    assert all(width > least for width, least in zip(widths, needed, strict=True))


def test_a_number_that_the_controller_refuses_stays_marked(answering):
    controller = answering()
    controller.panel.configEdited.disconnect()
    controller.panel.configEdited.connect(lambda key, _value: controller.panel.show_error(key, "Not now."))
    field = write(controller, "learning_rate", "0.5")
    assert error_of(controller, "learning_rate") == "Not now."
    assert field.text() == "0.5"
    assert field.property("invalid") is True
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.03"


@pytest.mark.parametrize("key", ["momentum", "optimizer.momentum", "seed", "init.weight", "nonsense"])
def test_an_error_finds_its_field(answering, key):
    controller = answering(init="given")
    assert controller.panel.show_error(key, "Because.") == (key != "nonsense")
    full = {"momentum": "optimizer.momentum", "init.weight": "init_values"}.get(key, key)
    if key != "nonsense":
        assert error_of(controller, full) == "Because."
        assert find(controller, f"{full}.error").isVisible()


def test_a_combo_box_by_keyboard_keeps_the_focus(answering):
    controller = answering()
    combo = find(controller, "optimizer", QComboBox)
    combo.setFocus()
    seen = []
    for _ in range(combo.count()):
        QTest.keyClick(combo, Qt.Key.Key_Down)
        settle()
        assert combo.hasFocus()
        assert find(controller, "optimizer") is combo
        assert combo.currentData() == controller.config.optimizer
        seen.append(controller.config.optimizer)
    assert seen[-2:] == ["lbfgs", "lbfgs"]
    assert [value for _, value in controller.wishes] == seen[:-2]
    assert all(type(value) is str for _, value in controller.wishes)
    assert {"optimizer.max_iter", "optimizer.history_size"} <= {
        widget.objectName() for widget in controller.panel.findChildren(NumberField)
    }


def test_choosing_from_the_open_list(answering, qtbot):
    controller = answering()
    combo = find(controller, "model", QComboBox)
    combo.setFocus()
    combo.showPopup()
    view = combo.view()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert controller.config.model == "polynomial"
    assert find(controller, "model.degree").isVisible()
    assert combo.hasFocus()


def test_items_carry_key_and_help(answering):
    controller = answering()
    combo = find(controller, "optimizer", QComboBox)
    for row in range(combo.count()):
        entry = TABLES["optimizer"][combo.itemData(row)]
        assert combo.itemText(row) == entry.label
        assert entry.help.split("'")[0] in combo.itemData(row, Qt.ItemDataRole.ToolTipRole)
    assert "momentum if wanted" in combo.toolTip()
    assert "momentum if wanted" in find(controller, "optimizer.note", QLabel).text()


@pytest.mark.parametrize("task", [task.value for task in Task])
def test_what_does_not_fit_the_task_is_not_offered(answering, task):
    controller = answering(task=task)
    for key, fitting in (("model", fitting_models), ("loss", fitting_losses)):
        combo = find(controller, key, QComboBox)
        assert [combo.itemData(row) for row in range(combo.count())] == fitting(controller.config)


def test_changing_the_task_by_hand_walks_through_all_forms(answering):
    controller = answering()
    combo = find(controller, "task", QComboBox)
    combo.setFocus()
    for task in list(Task)[1:]:
        QTest.keyClick(combo, Qt.Key.Key_Down)
        settle()
        assert controller.config.task is task
        assert combo.hasFocus()


def test_slider(answering):
    controller = answering()
    slider = find(controller, "learning_rate.slider", QAbstractSlider)
    field = find(controller, "learning_rate", QLineEdit)
    before = slider.value()
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert controller.config.learning_rate == 0.1
    assert slider.value() > before
    assert slider.hasFocus()
    slider.setSliderDown(True)
    for position in range(0, 1001, 50):
        slider.setSliderPosition(position)
        assert float(field.text()) == controller.config.learning_rate
    slider.setSliderDown(False)
    assert controller.config.learning_rate == 10
    assert all(rate == float(f"{rate:.1e}") for _, rate in controller.wishes)  # two digits
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton)
    assert controller.config.learning_rate == 0.03


def test_a_rate_beyond_the_slider_is_kept(answering):
    controller = answering(learning_rate="1e20")
    assert find(controller, "learning_rate", QLineEdit).text() == "1e20"
    slider = find(controller, "learning_rate.slider", QAbstractSlider)
    assert slider.value() == slider.maximum()
    assert controller.wishes == []


def test_wheel_without_focus_scrolls_and_changes_nothing(answering):
    controller = answering(**MLP)
    unfold(controller)
    settle()
    area = controller.panel.findChild(QScrollArea)
    find(controller, "l1").setFocus()
    for widget in controller.panel.findChildren(QWidget):
        if isinstance(widget, (QComboBox, QLineEdit, QAbstractSlider)) and widget.isVisible() and not widget.hasFocus():
            if widget is area.verticalScrollBar():
                continue
            wheel(widget, -1)
    assert controller.wishes == []
    assert area.verticalScrollBar().value() > 0
    combo = find(controller, "activation", QComboBox)
    combo.setFocus()
    wheel(combo, -1)
    assert [key for key, _ in controller.wishes] == ["activation"]
    slider = find(controller, "noise.slider")
    slider.setFocus()
    wheel(slider, 1)
    assert controller.wishes[-1] == ("noise", 0.3)


def test_double_click_on_the_name_gives_the_default(answering):
    controller = answering(learning_rate=1, loss="mae", **{"model.bias": "no"})
    for key, default in (("learning_rate", 0.03), ("model.bias", True), ("loss.reduction", "mean")):
        label = find(controller, f"{key}.label")
        before = len(controller.wishes)
        QTest.mouseDClick(label, Qt.MouseButton.LeftButton)
        if key == "loss.reduction":  # is the default already
            assert len(controller.wishes) == before
        else:
            assert controller.wishes[-1] == (key, default)


def test_the_default_of_a_data_set_is_its_own(answering):
    controller = answering(dataset="line", noise=2)
    QTest.mouseDClick(find(controller, "noise.label"), Qt.MouseButton.LeftButton)
    assert controller.wishes == [("noise", 0.8)]


def test_layers(answering):
    controller = answering(**MLP)
    click(controller, "hidden_sizes.add")
    assert controller.config.hidden_sizes == (4, 2, 2)
    click(controller, "hidden_sizes.2.plus")
    click(controller, "hidden_sizes.0.minus")
    assert controller.config.hidden_sizes == (3, 2, 3)
    field = write(controller, "hidden_sizes.1", "256")
    assert controller.config.hidden_sizes == (3, 256, 3)
    assert field.hasFocus()
    assert not find(controller, "hidden_sizes.1.plus").isEnabled()
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert controller.config.hidden_sizes == (3, 255, 3)
    write(controller, "hidden_sizes.1", "257")
    assert "257" in error_of(controller, "hidden_sizes")
    assert controller.config.hidden_sizes == (3, 255, 3)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert error_of(controller, "hidden_sizes") == ""
    for _ in range(5):
        click(controller, "hidden_sizes.add")
    assert len(controller.config.hidden_sizes) == 6
    assert not find(controller, "hidden_sizes.add").isEnabled()
    for _ in range(6):
        click(controller, "hidden_sizes.remove")
    assert controller.config.hidden_sizes == ()
    settle()
    assert not controller.panel.findChildren(QWidget, "activation")
    click(controller, "hidden_sizes.add")
    assert controller.config.hidden_sizes == (4,)
    settle()
    assert find(controller, "activation").isVisible()


def test_a_field_that_vanishes_while_typed_in_makes_no_wish(answering):
    controller = answering(**MLP)
    write(controller, "hidden_sizes.1", "77", key=None)
    controller.panel.set_config(edited(controller.config, "hidden_sizes", "4"))
    write(controller, "hidden_sizes.0", "77", key=None)
    controller.panel.set_config(from_dict({"task": "regression-1d"}))
    settle()
    assert controller.wishes == []


def test_activations_layer_by_layer(answering):
    controller = answering(**MLP)
    combo = find(controller, "activation", QComboBox)
    first = find(controller, "activation.0", QComboBox)
    assert not first.isVisible()
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    assert controller.wishes == [("activation", ("tanh", "tanh"))]
    assert combo.hasFocus()
    settle()
    assert first.isVisible()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Home)
    assert controller.config.activation == ("identity", "tanh")
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert controller.config.activation == ("leaky_relu", "tanh")
    write(controller, "activation.negative_slope", "0.2")
    assert controller.config.options == {"activation.negative_slope": 0.2}
    click(controller, "hidden_sizes.add")
    assert controller.config.activation == ("leaky_relu", "tanh", "tanh")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    assert controller.config.activation == ("identity",)
    settle()
    assert not first.isVisible()


def test_words_for_zero(answering):
    controller = answering(batch_size=4, epochs=10)
    write(controller, "batch_size", "all")
    field = write(controller, "epochs", "Until stopped")
    assert controller.wishes == [("batch_size", 0), ("epochs", 0)]
    assert field.text() == "until stopped"


def test_more_says_what_differs(answering):
    controller = answering()
    dot = find(controller, "loss.changed")
    assert not find(controller, "l1").isVisible()
    assert dot.isHidden()
    click(controller, "loss.more")
    assert find(controller, "l1").isVisible()
    write(controller, "l1", "0.1")
    write(controller, "l2", "0.1")
    click(controller, "loss.more")
    assert not find(controller, "l1").isVisible()
    assert dot.isVisible()
    assert dot.toolTip() == "2 settings here differ from their default."
    controller.panel.set_config(Config())
    assert dot.isHidden()


def test_seeds_and_given_weights(answering, qtbot):
    controller = answering(dataset="line", init="given")
    unfold(controller)
    settle()
    panel = controller.panel
    for name, signal in (
        ("data_seed.new", panel.newSampleRequested),
        ("seed.new", panel.newWeightsRequested),
        ("init_values.current", panel.currentWeightsWanted),
    ):
        with qtbot.waitSignal(signal, timeout=1000):
            click(controller, name)
    field = write(controller, "init_values", "weight=0.5; bias=[0.25]")
    assert controller.config.init_values == {"weight": 0.5, "bias": (0.25,)}
    assert field.text() == "weight=0.5; bias=[0.25]"
    write(controller, "init_values", "weight")
    assert "NAME=numbers" in error_of(controller, "init_values")
    assert field.text() == "weight"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "weight=0.5; bias=[0.25]"


def test_devices(answering):
    controller = answering()
    controller.panel.set_devices([Entry("cpu", "CPU"), Entry("cuda", "NVIDIA", problem="no driver"), Entry("x", "X")])
    combo = find(controller, "device", QComboBox)
    assert [combo.model().item(row).isEnabled() for row in range(3)] == [True, False, True]
    assert "no driver" in combo.itemText(1)
    assert "no driver" in combo.itemData(1, Qt.ItemDataRole.ToolTipRole)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert controller.wishes == [("device", "x")]
    controller.panel.set_config(edited(controller.config, "device", "elsewhere"))
    assert combo.currentData() == "elsewhere"


def test_tab_goes_from_top_to_bottom(answering):
    controller = answering(**MLP)
    unfold(controller)
    click(controller, "hidden_sizes.add")
    settle()
    settle()
    content = controller.panel.findChild(QScrollArea).widget()
    widget = find(controller, "task")
    widget.setFocus()
    places = []
    while not places or widget is not find(controller, "task"):
        if not widget.objectName().endswith(".more"):
            top = widget.mapTo(content, QPoint(0, 0))
            places.append((top.y() + widget.height() // 2, widget.objectName()))
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    assert len(places) > 40
    for (before, a), (after, b) in pairwise(places):
        assert after >= before - 3, (a, b)


CHINESE = {
    "MODEL": "模型", "more ▸": "更多 ▸", "Learning rate": "学习率", "Linear": "线性", "until stopped": "直到停止",
    "Changing this restarts the training.": "改变后重新训练。", "New weights": "换一组权重",
    "{name}: “{value}” is not a number. Write it like 0.01 or 1e-3.": "{name}：“{value}”不是数字。",
}  # fmt: skip


class Chinese(QTranslator):
    def translate(self, context, text, disambiguation=None, n=-1):
        return CHINESE.get(text, text)

    def isEmpty(self):
        return False


def test_the_language_is_switched_at_run_time(answering):
    controller = answering()
    write(controller, "learning_rate", "abc")
    translator = Chinese()
    QCoreApplication.installTranslator(translator)
    try:
        settle()
        assert find(controller, "learning_rate.label", QLabel).text() == "学习率"
        assert find(controller, "learning_rate").accessibleName() == "学习率"
        assert find(controller, "model", QComboBox).currentText() == "线性"
        assert "改变后重新训练。" in find(controller, "model").toolTip()
        assert find(controller, "model.more").text() == "更多 ▸"
        assert find(controller, "seed.new").text() == "换一组权重"
        assert find(controller, "epochs", QLineEdit).text() == "直到停止"
        assert error_of(controller, "learning_rate") == "学习率：“abc”不是数字。"
        assert find(controller, "learning_rate", QLineEdit).text() == "abc"
    finally:
        QCoreApplication.removeTranslator(translator)
    settle()
    assert find(controller, "learning_rate.label", QLabel).text() == "Learning rate"
    assert find(controller, "epochs", QLineEdit).text() == "until stopped"
    assert controller.wishes == []


def test_the_form_needs_no_torch():
    code = "import sys, app.gui.views.settings_panel; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
