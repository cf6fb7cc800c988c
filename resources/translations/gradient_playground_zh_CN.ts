<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ActivationPlot</name>
    <message>
        <source>Activation and its derivative</source>
        <translation>激活函数及其导数</translation>
    </message>
    <message>
        <source>Plot of the activation {name} and its derivative</source>
        <translation>激活函数 {name} 及其导数的曲线图</translation>
    </message>
    <message>
        <source>What a neuron makes of its input z; point at the curves to read values.</source>
        <translation>神经元如何变换输入 z；把光标移到图上即可读数。</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Activation shown</source>
        <translation>显示的激活函数</translation>
    </message>
    <message>
        <source>The layers have different ones: choose which to see.</source>
        <translation>各层的激活函数不同：选择要看哪一个。</translation>
    </message>
    <message>
        <source>This model has no hidden layers, and so no activation.</source>
        <translation>这个模型没有隐藏层，也就没有激活函数。</translation>
    </message>
    <message>
        <source>function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Output of the neuron, f(z)</source>
        <translation>神经元的输出 f(z)</translation>
    </message>
    <message>
        <source>derivative</source>
        <translation>导数</translation>
    </message>
    <message>
        <source>Slope f′(z), by which a gradient is multiplied on its way back</source>
        <translation>斜率 f′(z)，梯度反向传播时要乘上它</translation>
    </message>
    <message>
        <source>Input of the neuron, z</source>
        <translation>神经元的输入 z</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>Something went wrong. Your points and settings are still there.</source>
        <translation>程序出了点问题。你的点和设置都还在。</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Canvas with points and the model&apos;s answers</source>
        <translation>画布：数据点和模型的预测</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>{name}, probability {probability}</source>
        <translation>{name}，概率 {probability}</translation>
    </message>
    <message>
        <source>class {number}</source>
        <translation>类别 {number}</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>不确定</translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>Colours of the values: orange below zero, blue above</source>
        <translation>数值的颜色：小于零为橙色，大于零为蓝色</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>open lesson</source>
        <translation>打开课程</translation>
    </message>
    <message>
        <source>close lesson</source>
        <translation>关闭课程</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>open an experiment of the grid</source>
        <translation>打开网格中的实验</translation>
    </message>
    <message>
        <source>change {setting}</source>
        <translation>更改“{setting}”</translation>
    </message>
    <message>
        <source>take the current weights</source>
        <translation>使用当前权重</translation>
    </message>
    <message>
        <source>set {name}</source>
        <translation>设置 {name}</translation>
    </message>
    <message>
        <source>There is no room for more points.</source>
        <translation>点数已达上限，不能再添加。</translation>
    </message>
    <message>
        <source>add point</source>
        <translation>添加点</translation>
    </message>
    <message>
        <source>paint a point</source>
        <translation>绘制一个点</translation>
    </message>
    <message>
        <source>paint {count} points</source>
        <translation>绘制 {count} 个点</translation>
    </message>
    <message>
        <source>stamp a point</source>
        <translation>放置一个点</translation>
    </message>
    <message>
        <source>stamp a line of {count} points</source>
        <translation>放置由 {count} 个点组成的直线</translation>
    </message>
    <message>
        <source>stamp a circle of {count} points</source>
        <translation>放置由 {count} 个点组成的圆</translation>
    </message>
    <message>
        <source>stamp a cloud of {count} points</source>
        <translation>放置由 {count} 个点组成的高斯点云</translation>
    </message>
    <message>
        <source>move point</source>
        <translation>移动点</translation>
    </message>
    <message>
        <source>move {count} points</source>
        <translation>移动 {count} 个点</translation>
    </message>
    <message>
        <source>jitter a point</source>
        <translation>抖动一个点</translation>
    </message>
    <message>
        <source>jitter {count} points</source>
        <translation>抖动 {count} 个点</translation>
    </message>
    <message>
        <source>pull a point</source>
        <translation>吸引一个点</translation>
    </message>
    <message>
        <source>pull {count} points</source>
        <translation>吸引 {count} 个点</translation>
    </message>
    <message>
        <source>erase a point</source>
        <translation>擦除一个点</translation>
    </message>
    <message>
        <source>erase {count} points</source>
        <translation>擦除 {count} 个点</translation>
    </message>
    <message>
        <source>delete a point</source>
        <translation>删除一个点</translation>
    </message>
    <message>
        <source>duplicate a point</source>
        <translation>复制一个点</translation>
    </message>
    <message>
        <source>duplicate {count} points</source>
        <translation>复制 {count} 个点</translation>
    </message>
    <message>
        <source>mirror a point</source>
        <translation>镜像一个点</translation>
    </message>
    <message>
        <source>mirror {count} points</source>
        <translation>镜像 {count} 个点</translation>
    </message>
    <message>
        <source>relabel a point</source>
        <translation>更改一个点的标签</translation>
    </message>
    <message>
        <source>relabel {count} points</source>
        <translation>更改 {count} 个点的标签</translation>
    </message>
    <message>
        <source>make a point a test point</source>
        <translation>将一个点设为测试点</translation>
    </message>
    <message>
        <source>make {count} points test points</source>
        <translation>将 {count} 个点设为测试点</translation>
    </message>
    <message>
        <source>make a point a training point</source>
        <translation>将一个点设为训练点</translation>
    </message>
    <message>
        <source>make {count} points training points</source>
        <translation>将 {count} 个点设为训练点</translation>
    </message>
    <message>
        <source>change {count} points</source>
        <translation>更改 {count} 个点</translation>
    </message>
    <message>
        <source>change a point</source>
        <translation>更改一个点</translation>
    </message>
    <message>
        <source>add {count} points</source>
        <translation>添加 {count} 个点</translation>
    </message>
    <message>
        <source>delete {count} points</source>
        <translation>删除 {count} 个点</translation>
    </message>
    <message>
        <source>sort points</source>
        <translation>给点排序</translation>
    </message>
    <message>
        <source>import a table</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>too long ago</source>
        <translation>时间太久，已无法撤销</translation>
    </message>
    <message>
        <source>Training restarts with the new setting.</source>
        <translation>设置已更改，训练重新开始。</translation>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Experiments and tables</source>
        <translation>实验和表格</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>The clipboard holds no table.</source>
        <translation>剪贴板中没有表格。</translation>
    </message>
    <message>
        <source>{file} has been changed since it was opened or saved here.</source>
        <translation>{file} 在此处打开或保存之后已被更改。</translation>
    </message>
    <message>
        <source>Overwriting it loses those changes.</source>
        <translation>覆盖会丢失那些更改。</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save the experiment</source>
        <translation>保存实验</translation>
    </message>
    <message>
        <source>Experiments</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Replace {file}?</source>
        <translation>要替换 {file} 吗？</translation>
    </message>
    <message>
        <source>Save the points as a table</source>
        <translation>将数据点保存为表格</translation>
    </message>
    <message>
        <source>{points} saved in {file}.</source>
        <translation>已将 {points}保存到 {file}。</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <source>Save the changes to “{name}”?</source>
        <translation>是否保存对“{name}”的更改？</translation>
    </message>
    <message>
        <source>Without saving they are lost.</source>
        <translation>不保存，这些更改将会丢失。</translation>
    </message>
    <message>
        <source>Saved in {file}.</source>
        <translation>已保存到 {file}。</translation>
    </message>
    <message>
        <source>{file} is not there any more: it was moved, renamed or deleted.</source>
        <translation>{file} 已不存在：它可能被移动、改名或删除了。</translation>
    </message>
</context>
<context>
    <name>GridBar</name>
    <message>
        <source>Preparing …</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Run anew</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <source>Train on</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>epoch {number}</source>
        <translation>第 {number} 轮</translation>
    </message>
    <message>
        <source>epoch {number} of {newest}</source>
        <translation>第 {number} 轮，共 {newest} 轮</translation>
    </message>
    <message>
        <source>{number} updates/s</source>
        <translation>{number} 次更新/秒</translation>
    </message>
    <message>
        <source>Connecting to {address} …</source>
        <translation>正在连接 {address}…</translation>
    </message>
    <message>
        <source>{address}: waiting for workers</source>
        <translation>{address}：等待工作节点</translation>
    </message>
    <message>
        <source>{address}: 1 worker</source>
        <translation>{address}：1 个工作节点</translation>
    </message>
    <message>
        <source>{address}: {count} workers</source>
        <translation>{address}：{count} 个工作节点</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>重来</translation>
    </message>
    <message>
        <source>Start all experiments again</source>
        <translation>所有实验重新开始</translation>
    </message>
    <message>
        <source>Start all experiments again at epoch 0</source>
        <translation>所有实验从第 0 轮重新开始</translation>
    </message>
    <message>
        <source>Train all experiments, or pause them (Space)</source>
        <translation>训练所有实验，或暂停（空格键）</translation>
    </message>
    <message>
        <source>+1 epoch</source>
        <translation>+1 轮</translation>
    </message>
    <message>
        <source>Train one epoch</source>
        <translation>训练一轮</translation>
    </message>
    <message>
        <source>Train every experiment on every point once</source>
        <translation>让每个实验把所有训练点用一遍</translation>
    </message>
    <message>
        <source>The form or the points have been changed since: Run anew begins with them at epoch 0.</source>
        <translation>此后表单或数据点已改动：“重新运行”会用它们从第 0 轮开始。</translation>
    </message>
    <message>
        <source>From then on the changed form and points are used.</source>
        <translation>此后以改动过的表单和数据点为准。</translation>
    </message>
    <message>
        <source>Goes on with the experiments shown: the changed form waits for Run anew.</source>
        <translation>继续训练所显示的实验；改动后的表单要等“重新运行”才生效。</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Timeline of all experiments</source>
        <translation>所有实验的时间轴</translation>
    </message>
    <message>
        <source>Go back to an earlier epoch of all experiments; at the right end is now</source>
        <translation>回看所有实验较早的轮次；最右端是当前轮次</translation>
    </message>
    <message>
        <source>Updates of the weights a second, of all experiments together</source>
        <translation>所有实验每秒更新权重的总次数</translation>
    </message>
</context>
<context>
    <name>GridCurves</name>
    <message>
        <source>{count} different losses: their lines cannot be compared</source>
        <translation>有 {count} 种不同的损失：它们的曲线不能互相比较</translation>
    </message>
    <message>
        <source>Only lines of one colour can be compared.</source>
        <translation>只有同色的曲线可以互相比较。</translation>
    </message>
    <message>
        <source>All loss curves</source>
        <translation>所有损失曲线</translation>
    </message>
    <message>
        <source>Plot of all losses against epochs</source>
        <translation>所有损失随轮次变化的曲线图</translation>
    </message>
    <message>
        <source>A line per experiment; the best one is coloured. Point at a picture to find its line.</source>
        <translation>每个实验一条线，最佳的一条是彩色的。把光标移到一张小图上，就能找到它的线。</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Losses on the test points</source>
        <translation>测试集上的损失</translation>
    </message>
    <message>
        <source>Losses on the training or on the test points, here and under the pictures</source>
        <translation>显示训练集还是测试集上的损失：用于这里的曲线和小图下方的数值</translation>
    </message>
    <message>
        <source>lin</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Logarithmic loss axis</source>
        <translation>损失轴用对数刻度</translation>
    </message>
    <message>
        <source>Linear or logarithmic loss axis</source>
        <translation>损失轴用线性或对数刻度</translation>
    </message>
</context>
<context>
    <name>GridForm</name>
    <message>
        <source>no second setting</source>
        <translation>没有第二个设置</translation>
    </message>
    <message>
        <source>The setting that differs from experiment to experiment.</source>
        <translation>各个实验之间不同的设置。</translation>
    </message>
    <message>
        <source>Values of the setting</source>
        <translation>设置的取值</translation>
    </message>
    <message>
        <source>A list: 0.01, 0.1, 1</source>
        <translation>列表：0.01, 0.1, 1</translation>
    </message>
    <message>
        <source>Brackets make one value of several: 4, [8,8], [16,16]</source>
        <translation>方括号把几个数合成一个值：4, [8,8], [16,16]</translation>
    </message>
    <message>
        <source>A range with the number of values: 0..1:5</source>
        <translation>范围，冒号后是取值个数：0..1:5</translation>
    </message>
    <message>
        <source>A logarithmic range: 0.001..1:4:log</source>
        <translation>对数刻度的范围：0.001..1:4:log</translation>
    </message>
    <message>
        <source>{count} seeds</source>
        <translation>{count} 个种子</translation>
    </message>
    <message>
        <source>{count} experiments</source>
        <translation>{count} 个实验</translation>
    </message>
    <message>
        <source>1 experiment</source>
        <translation>1 个实验</translation>
    </message>
    <message>
        <source>{count}. At most {most} train at once: give fewer values or fewer seeds.</source>
        <translation>{count}。最多同时训练 {most} 个：请减少取值或种子。</translation>
    </message>
    <message>
        <source>What varies</source>
        <translation>变化的设置</translation>
    </message>
    <message>
        <source>First setting</source>
        <translation>第一个设置</translation>
    </message>
    <message>
        <source>Second setting</source>
        <translation>第二个设置</translation>
    </message>
    <message>
        <source>Seeds for each combination</source>
        <translation>每种组合的种子数</translation>
    </message>
    <message>
        <source>The same settings with other initial weights: how much is chance?</source>
        <translation>设置相同，初始权重不同：结果中有多少是偶然？</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>until paused</source>
        <translation>直到暂停</translation>
    </message>
    <message>
        <source>How long every experiment trains; 0 means until paused.</source>
        <translation>每个实验训练多少轮；0 表示直到暂停。</translation>
    </message>
    <message>
        <source>Where it trains</source>
        <translation>在哪里训练</translation>
    </message>
    <message>
        <source>Address of a cluster to train on</source>
        <translation>用于训练的集群地址</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Empty for this computer, or the address of a Dask cluster: tcp://HOST:8786</source>
        <translation>留空表示本机；也可填写 Dask 集群的地址：tcp://HOST:8786</translation>
    </message>
    <message>
        <source>On one machine: dask scheduler</source>
        <translation>在一台机器上运行：dask scheduler</translation>
    </message>
    <message>
        <source>On each of the others, in this program&apos;s folder: dask worker tcp://HOST:8786</source>
        <translation>在其余每台机器上，于本程序的文件夹中运行：dask worker tcp://HOST:8786</translation>
    </message>
    <message>
        <source>Every machine, this one too, needs Dask in the program&apos;s environment (.venv): pip install -e &quot;.[cluster]&quot;</source>
        <translation>每台机器（包括本机）的程序环境（.venv）中都要有 Dask：pip install -e &quot;.[cluster]&quot;</translation>
    </message>
    <message>
        <source>A new address is used from the next Run or step on; the training continues where it is.</source>
        <translation>新地址从下一次运行或单步起生效；训练从当前位置继续。</translation>
    </message>
</context>
<context>
    <name>GridHeatMap</name>
    <message>
        <source>standard deviation over the seeds {number}</source>
        <translation>各种子的标准差 {number}</translation>
    </message>
    <message>
        <source>{figure}: mean {number}</source>
        <translation>{figure}：均值 {number}</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>some seeds diverged</source>
        <translation>部分种子发散</translation>
    </message>
    <message>
        <source>left out: {count} of {total} diverged</source>
        <translation>未计入：{total} 个中有 {count} 个发散</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Train loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>测试损失</translation>
    </message>
    <message>
        <source>The experiments have different losses, whose numbers cannot be compared: {score} can.</source>
        <translation>这些实验的损失函数不同，数值不能互相比较；{score}可以比较。</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>What the colours show; the brighter, the better. Losses have a logarithmic scale.</source>
        <translation>颜色表示什么；越亮越好。损失用对数刻度。</translation>
    </message>
    <message>
        <source>different losses cannot be compared</source>
        <translation>不同的损失不能互相比较</translation>
    </message>
    <message>
        <source>mean ± spread over the seeds</source>
        <translation>各种子的均值 ± 标准差</translation>
    </message>
    <message>
        <source>mean over the seeds, the spread in the tool tip</source>
        <translation>各种子的均值，标准差见悬停提示</translation>
    </message>
    <message>
        <source>Heat map of a figure over the settings</source>
        <translation>指标随设置变化的热图</translation>
    </message>
</context>
<context>
    <name>GridTable</name>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>train loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>test loss</source>
        <translation>测试损失</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>复制所选行</translation>
    </message>
    <message>
        <source>Save table …</source>
        <translation>保存表格…</translation>
    </message>
    <message>
        <source>Save all experiments as a CSV file, with the columns of a sweep&apos;s results</source>
        <translation>将所有实验保存为 CSV 文件，列与 sweep 命令的结果相同</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>Table of all experiments</source>
        <translation>所有实验的表格</translation>
    </message>
    <message>
        <source>Click a column&apos;s name to sort; double-click a row to open its experiment.</source>
        <translation>单击列名可排序；双击一行可打开该实验。</translation>
    </message>
    <message>
        <source>Save the experiments as a table</source>
        <translation>将实验保存为表格</translation>
    </message>
</context>
<context>
    <name>GridWindow</name>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>1 point</source>
        <translation>1 个点</translation>
    </message>
    <message>
        <source>Grid of experiments – Gradient Playground</source>
        <translation>实验网格 – Gradient Playground</translation>
    </message>
    <message>
        <source>Use the main window&apos;s experiment</source>
        <translation>改用主窗口的实验</translation>
    </message>
    <message>
        <source>The main window shows other settings or points by now: vary those from the next start.</source>
        <translation>主窗口的设置或点已经不同：下次开始时改用它们。</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} 个点</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>point  1.5</source>
        <translation>点  1.5</translation>
    </message>
    <message>
        <source>comma  1,5</source>
        <translation>逗号  1,5</translation>
    </message>
    <message>
        <source>point  1,234.5</source>
        <translation>点  1,234.5</translation>
    </message>
    <message>
        <source>comma  1.234,5</source>
        <translation>逗号  1.234,5</translation>
    </message>
    <message>
        <source>names the columns</source>
        <translation>是列名</translation>
    </message>
    <message>
        <source>is a point</source>
        <translation>是一个点</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>a class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Import a table</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>Name of the table</source>
        <translation>表格名称</translation>
    </message>
    <message>
        <source>First rows of the table</source>
        <translation>表格的前几行</translation>
    </message>
    <message>
        <source>The first rows, with their lines at the left; what is used is tinted</source>
        <translation>前几行，左侧是行号；要用到的部分已着色</translation>
    </message>
    <message>
        <source>What will be imported</source>
        <translation>将要导入的内容</translation>
    </message>
    <message>
        <source>Progress of the reading</source>
        <translation>读取进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Leave points and settings as they are</source>
        <translation>点和设置保持不变</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Put these points in place of those on the canvas</source>
        <translation>用这些点替换画布上的点</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>How letters are stored; change it if names look wrong</source>
        <translation>文字的存储方式；如果名称显示不对，请换一个</translation>
    </message>
    <message>
        <source>Delimiter</source>
        <translation>分隔符</translation>
    </message>
    <message>
        <source>What stands between two cells</source>
        <translation>两个单元格之间的符号</translation>
    </message>
    <message>
        <source>Decimal sign</source>
        <translation>小数点</translation>
    </message>
    <message>
        <source>How numbers with a fraction are written, and whether thousands may be separated</source>
        <translation>小数如何书写，以及是否可以有千位分隔符</translation>
    </message>
    <message>
        <source>Begins in line</source>
        <translation>起始行</translation>
    </message>
    <message>
        <source>The first line of the table; titles and remarks above it are passed over</source>
        <translation>表格的第一行；其上方的标题和注释会被跳过</translation>
    </message>
    <message>
        <source>The first row</source>
        <translation>第一行</translation>
    </message>
    <message>
        <source>Whether the first row has names or numbers</source>
        <translation>第一行是列名还是数值</translation>
    </message>
    <message>
        <source>Input 1</source>
        <translation>输入 1</translation>
    </message>
    <message>
        <source>What the model sees</source>
        <translation>模型看到的量</translation>
    </message>
    <message>
        <source>Input 2</source>
        <translation>输入 2</translation>
    </message>
    <message>
        <source>What else the model sees; none for a curve</source>
        <translation>模型看到的另一个量；拟合曲线时选“无”</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>What the model is to predict</source>
        <translation>模型要预测的量</translation>
    </message>
    <message>
        <source>The target is</source>
        <translation>目标类型</translation>
    </message>
    <message>
        <source>A number to hit, or one of up to ten classes, by name or number</source>
        <translation>要逼近的数值，或最多十个类别之一（用名称或编号表示）</translation>
    </message>
    <message>
        <source>Train / test</source>
        <translation>训练/测试</translation>
    </message>
    <message>
        <source>A column with the words train and test; none if the split is made here</source>
        <translation>写有 train 和 test 的列；如果在这里划分，请选“无”</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>input {number}</source>
        <translation>输入 {number}</translation>
    </message>
    <message>
        <source>train / test</source>
        <translation>训练/测试</translation>
    </message>
    <message>
        <source>Column {number}</source>
        <translation>第 {number} 列</translation>
    </message>
    <message>
        <source>{count} classes: {names}</source>
        <translation>{count} 个类别：{names}</translation>
    </message>
    <message>
        <source>{count} of the points for the test</source>
        <translation>其中 {count} 个点用于测试</translation>
    </message>
    <message>
        <source>none of the points for the test</source>
        <translation>没有测试点</translation>
    </message>
    <message>
        <source>incomplete rows left out: {count}</source>
        <translation>已略去 {count} 个不完整的行</translation>
    </message>
    <message>
        <source>The first row lies far from the numbers below it (“{cell}”). Perhaps it names the columns.</source>
        <translation>第一行与下面的数值相差很远（“{cell}”），它也许是列名。</translation>
    </message>
    <message>
        <source>Names the columns</source>
        <translation>作为列名</translation>
    </message>
    <message>
        <source>Perhaps the thousands are separated: “{cell}” would then be {number}.</source>
        <translation>这里也许用了千位分隔符：若是如此，“{cell}”就是 {number}。</translation>
    </message>
    <message>
        <source>Read it as {number}</source>
        <translation>读作 {number}</translation>
    </message>
    <message>
        <source>In some rows a number is missing.</source>
        <translation>有些行缺少数值。</translation>
    </message>
    <message>
        <source>Leave out incomplete rows ({count})</source>
        <translation>略去不完整的行（{count}）</translation>
    </message>
    <message>
        <source>one class only: {name}</source>
        <translation>只有一个类别：{name}</translation>
    </message>
    <message>
        <source>What the table may mean otherwise</source>
        <translation>表格的另一种读法</translation>
    </message>
    <message>
        <source>Read the table so; the choices above follow</source>
        <translation>按这种方式读取表格，上面的选项随之改变</translation>
    </message>
</context>
<context>
    <name>Invitation</name>
    <message>
        <source>Click to place points</source>
        <translation>单击即可放置点</translation>
    </message>
    <message>
        <source>then press Space to train – or open a lesson:</source>
        <translation>然后按空格键训练，或者打开一个课程：</translation>
    </message>
</context>
<context>
    <name>LessonPanel</name>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Explanation of the lesson</source>
        <translation>课程讲解</translation>
    </message>
    <message>
        <source>What this lesson shows and what to try</source>
        <translation>这一课讲什么，可以试什么</translation>
    </message>
    <message>
        <source>Close the lesson</source>
        <translation>关闭课程</translation>
    </message>
    <message>
        <source>Close the lesson; points and settings stay as they are</source>
        <translation>关闭课程；点和设置保持不变</translation>
    </message>
    <message>
        <source>No lesson is open</source>
        <translation>尚未打开课程</translation>
    </message>
    <message>
        <source>Open one from the **Lessons** menu: it brings its own points and settings and explains here what to look at.

Or go on freely: click points, choose a model, press Run.</source>
        <translation>从**课程**菜单打开一课：它自带数据点和设置，并在这里讲解该看什么。

也可以自由探索：单击放置点，选择模型，然后按“运行”。</translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>Epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
    <message>
        <source>train {loss}</source>
        <translation>训练 {loss}</translation>
    </message>
    <message>
        <source>test {loss}</source>
        <translation>测试 {loss}</translation>
    </message>
    <message>
        <source>Loss against epochs</source>
        <translation>损失随轮次的变化</translation>
    </message>
    <message>
        <source>Plot of the loss against epochs</source>
        <translation>损失随轮次变化的曲线图</translation>
    </message>
    <message>
        <source>Wheel to zoom, drag to move, double-click to show everything.</source>
        <translation>滚轮缩放，拖动平移，双击显示全部。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Loss over all training points</source>
        <translation>训练集上的损失</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Loss over all test points</source>
        <translation>测试集上的损失</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>lin</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Logarithmic loss axis</source>
        <translation>损失轴用对数刻度</translation>
    </message>
    <message>
        <source>Linear or logarithmic loss axis</source>
        <translation>损失轴用线性或对数刻度</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>Run the training to see its loss here.</source>
        <translation>开始训练后，这里会显示损失。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Keys and mouse</source>
        <translation>按键与鼠标</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格键</translation>
    </message>
    <message>
        <source>run, pause, go on</source>
        <translation>运行、暂停、继续</translation>
    </message>
    <message>
        <source>one update, one epoch</source>
        <translation>更新一次，训练一轮</translation>
    </message>
    <message>
        <source>start again with the same weights, with new ones</source>
        <translation>以相同权重、以新权重重新开始</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>place a point; keep the button down to move it</source>
        <translation>放置一个点；按住不放可拖动它</translation>
    </message>
    <message>
        <source>Right click</source>
        <translation>右键单击</translation>
    </message>
    <message>
        <source>next class, or the other sign on a heat map</source>
        <translation>切换到下一个类别；在热图上则改变正负号</translation>
    </message>
    <message>
        <source>class of the next points, or their value on a heat map</source>
        <translation>接下来所放点的类别；在热图上则为数值</translation>
    </message>
    <message>
        <source>add, move, erase</source>
        <translation>添加、移动、擦除</translation>
    </message>
    <message>
        <source>brush, line, circle, Gaussian cloud; [ and ] change the radius</source>
        <translation>画笔、直线、圆、高斯点云；[ 和 ] 改变半径</translation>
    </message>
    <message>
        <source>select with a rectangle or a lasso; Shift adds, Ctrl toggles</source>
        <translation>用矩形或套索选择；Shift 加选，Ctrl 切换</translation>
    </message>
    <message>
        <source>jitter, magnet, snap to a grid</source>
        <translation>抖动、磁铁、吸附到网格</translation>
    </message>
    <message>
        <source>select all, the others, none</source>
        <translation>全选、反选、取消选择</translation>
    </message>
    <message>
        <source>delete, duplicate or mirror the selected points; arrows move them</source>
        <translation>删除、复制或镜像选中的点；方向键移动点</translation>
    </message>
    <message>
        <source>Right click on a selected point</source>
        <translation>右键单击选中的点</translation>
    </message>
    <message>
        <source>all that can be done with the selection</source>
        <translation>可对选中点进行的所有操作</translation>
    </message>
    <message>
        <source>Wheel, middle button</source>
        <translation>滚轮、中键</translation>
    </message>
    <message>
        <source>zoom and move the view; on an axis, that axis alone</source>
        <translation>缩放和平移；在坐标轴上只作用于该轴</translation>
    </message>
    <message>
        <source>fit all points</source>
        <translation>显示所有点</translation>
    </message>
    <message>
        <source>undo and redo, also while training</source>
        <translation>撤销和重做，训练时也可以</translation>
    </message>
    <message>
        <source>train many experiments at once</source>
        <translation>同时训练许多实验</translation>
    </message>
    <message>
        <source>everything larger, for a projector</source>
        <translation>整体放大，适合投影</translation>
    </message>
</context>
<context>
    <name>PaintBar</name>
    <message>
        <source>{count} selected</source>
        <translation>已选 {count} 个</translation>
    </message>
    <message>
        <source>Options of the tool</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>How many points the figure has</source>
        <translation>图形由多少个点组成</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>In units of the horizontal axis; the keys [ and ] make it smaller and larger</source>
        <translation>以横轴单位计；按 [ 和 ] 键减小和增大</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Points in each dab; there is a dab after every half radius</source>
        <translation>每一笔的点数；每前进半个半径落一笔</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Standard deviation, in units of the horizontal axis</source>
        <translation>标准差，以横轴单位计</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>How much of the way to the centre a point goes; a negative number pushes away</source>
        <translation>点向中心移动的路程比例；为负时推开</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>间距</translation>
    </message>
    <message>
        <source>Width of the grid, in units of the horizontal axis</source>
        <translation>网格的间距，以横轴单位计</translation>
    </message>
    <message>
        <source>Snap to grid</source>
        <translation>吸附到网格</translation>
    </message>
    <message>
        <source>Place points on a grid; of several that move together, the one under the cursor stays on it</source>
        <translation>将点放在网格上；一起移动多个点时，光标下的那个点落在网格上</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the selected points, and select the copies</source>
        <translation>复制选中的点，并选中副本</translation>
    </message>
    <message>
        <source>Mirror left and right</source>
        <translation>左右镜像</translation>
    </message>
    <message>
        <source>Mirror the selected points about their middle</source>
        <translation>以选中点的中线为轴作镜像</translation>
    </message>
    <message>
        <source>Mirror up and down</source>
        <translation>上下镜像</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>Shake the selected points, by the noise of the jitter tool</source>
        <translation>按抖动工具的噪声抖动选中的点</translation>
    </message>
    <message>
        <source>Relabel</source>
        <translation>更改标签</translation>
    </message>
    <message>
        <source>Give the selected points the class or value of new points</source>
        <translation>为选中的点赋予新点的类别或数值</translation>
    </message>
    <message>
        <source>Training points</source>
        <translation>训练点</translation>
    </message>
    <message>
        <source>Train with the selected points</source>
        <translation>用选中的点训练</translation>
    </message>
    <message>
        <source>Test points</source>
        <translation>测试点</translation>
    </message>
    <message>
        <source>Keep the selected points for testing</source>
        <translation>将选中的点留作测试</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the selected points</source>
        <translation>删除选中的点</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select all points</source>
        <translation>选中所有点</translation>
    </message>
    <message>
        <source>Invert the selection</source>
        <translation>反选</translation>
    </message>
    <message>
        <source>Select the points that are not selected</source>
        <translation>选中尚未选中的点</translation>
    </message>
    <message>
        <source>Select none</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select no point; the key is Esc</source>
        <translation>不选任何点；按 Esc 键</translation>
    </message>
</context>
<context>
    <name>ParametersPanel</name>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Name of the number in the PyTorch model</source>
        <translation>这个参数在 PyTorch 模型中的名称</translation>
    </message>
    <message>
        <source>Value after the last update; double-click to change it</source>
        <translation>最近一次更新后的值；双击可以修改</translation>
    </message>
    <message>
        <source>Gradient of the last update</source>
        <translation>最近一次更新的梯度</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Mean |w|</source>
        <translation>平均 |w|</translation>
    </message>
    <message>
        <source>|Gradient|</source>
        <translation>|梯度|</translation>
    </message>
    <message>
        <source>Name of the tensor in the PyTorch model</source>
        <translation>张量在 PyTorch 模型中的名称</translation>
    </message>
    <message>
        <source>Rows × columns</source>
        <translation>行 × 列</translation>
    </message>
    <message>
        <source>Mean size of its numbers</source>
        <translation>各元素绝对值的平均</translation>
    </message>
    <message>
        <source>Norm of its gradient in the last update</source>
        <translation>最近一次更新中梯度的范数</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Size of the gradient in each layer</source>
        <translation>每一层梯度的大小</translation>
    </message>
    <message>
        <source>Norm of each layer&apos;s gradient in the last update, on a logarithmic scale. A layer with a short bar hardly learns.</source>
        <translation>最近一次更新中每一层梯度的范数，对数刻度。条很短的层几乎学不到东西。</translation>
    </message>
    <message>
        <source>As trained, on standardised inputs u</source>
        <translation>训练所得的数值，作用于标准化后的输入 u</translation>
    </message>
    <message>
        <source>Table of the parameters</source>
        <translation>参数表</translation>
    </message>
    <message>
        <source>Values and gradients after the last update</source>
        <translation>最近一次更新后的值和梯度</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>Recover</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>The program ended unexpectedly. Recover the experiment?</source>
        <translation>程序上次意外结束。要恢复当时的实验吗？</translation>
    </message>
    <message>
        <source>No copies for the case of a crash ({reason}): save often.</source>
        <translation>无法保存用于崩溃恢复的副本（{reason}）：请经常手动保存。</translation>
    </message>
    <message>
        <source>It was kept on {time}.</source>
        <translation>保存于 {time}。</translation>
    </message>
    <message>
        <source>Others ({count}) are offered next; if you recover this one, at the next start.</source>
        <translation>其余 {count} 个会接着询问；如果恢复这一个，其余的在下次启动时再询问。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Ask again next time</source>
        <translation>下次再问</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>尚未保存</translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>State of the training</source>
        <translation>训练状态</translation>
    </message>
    <message>
        <source>Formula of the model</source>
        <translation>模型的公式</translation>
    </message>
    <message>
        <source>The model with its present numbers, in the units of the data</source>
        <translation>代入当前数值的模型，使用数据原来的单位</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>更新次数</translation>
    </message>
    <message>
        <source>Loss over all training points</source>
        <translation>训练集上的损失</translation>
    </message>
    <message>
        <source>Loss over all test points</source>
        <translation>测试集上的损失</translation>
    </message>
    <message>
        <source>Passes over the training points so far</source>
        <translation>到目前为止遍历训练集的次数</translation>
    </message>
    <message>
        <source>Updates of the weights so far</source>
        <translation>到目前为止更新权重的次数</translation>
    </message>
    <message>
        <source>Restore the last finite weights</source>
        <translation>恢复发散前的权重</translation>
    </message>
    <message>
        <source>Restore with a tenth of the rate</source>
        <translation>恢复并把学习率降到十分之一</translation>
    </message>
    <message>
        <source>Go back to the weights before the training diverged</source>
        <translation>回到训练发散之前的权重</translation>
    </message>
    <message>
        <source>Go back to the last finite weights and divide the learning rate by ten</source>
        <translation>回到发散前的权重，并把学习率除以 10</translation>
    </message>
    <message>
        <source>Share of training points that are classified correctly</source>
        <translation>训练集中分类正确的点所占的比例</translation>
    </message>
    <message>
        <source>Share of test points that are classified correctly</source>
        <translation>测试集中分类正确的点所占的比例</translation>
    </message>
    <message>
        <source>Diverged: the loss is no longer a finite number.</source>
        <translation>发散：损失不再是有限的数。</translation>
    </message>
    <message>
        <source>of the last batch: {loss}</source>
        <translation>最近一批：{loss}</translation>
    </message>
    <message>
        <source>The training diverged at epoch {epoch}, update {step}. Usually the learning rate is too large: every update overshoots. Lower it and press Again; or restore the weights with loss {loss}.</source>
        <translation>训练在第 {epoch} 轮、第 {step} 次更新时发散。原因通常是学习率太大：每次更新都走过了头。请减小学习率，再按“重来”；也可以恢复损失为 {loss} 时的权重。</translation>
    </message>
    <message>
        <source>The training diverged at epoch {epoch}, update {step}. Usually the learning rate is too large for the data: every update overshoots. Standardise the inputs (Model, more), or lower the rate and press Again; or restore the weights with loss {loss}.</source>
        <translation>训练在第 {epoch} 轮、第 {step} 次更新时发散。原因通常是学习率对这些数据来说太大：每次更新都走过了头。请把输入标准化（在“模型”的“更多”里），或减小学习率再按“重来”；也可以恢复损失为 {loss} 时的权重。</translation>
    </message>
    <message>
        <source>Training …</source>
        <translation>正在训练…</translation>
    </message>
    <message>
        <source>Diverged: the training has stopped</source>
        <translation>训练发散，已停止</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Share of the training targets&apos; variance that is explained</source>
        <translation>训练集目标值的方差中由模型解释的比例</translation>
    </message>
    <message>
        <source>Share of the test targets&apos; variance that is explained</source>
        <translation>测试集目标值的方差中由模型解释的比例</translation>
    </message>
    <message>
        <source>Not trained yet</source>
        <translation>尚未训练</translation>
    </message>
    <message>
        <source>Loading PyTorch …</source>
        <translation>正在加载 PyTorch…</translation>
    </message>
    <message>
        <source>Ready to train</source>
        <translation>可以开始训练</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Finished after one epoch</source>
        <translation>已完成 1 轮</translation>
    </message>
    <message>
        <source>Finished after {epochs} epochs</source>
        <translation>已完成 {epochs} 轮</translation>
    </message>
    <message>
        <source>Stopped by an error</source>
        <translation>因出错而停止</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>less ▾</source>
        <translation>收起 ▾</translation>
    </message>
    <message>
        <source>Hide the further settings</source>
        <translation>收起其他设置</translation>
    </message>
    <message>
        <source>more ▸</source>
        <translation>更多 ▸</translation>
    </message>
    <message>
        <source>Show the further settings</source>
        <translation>显示其他设置</translation>
    </message>
    <message>
        <source>1 setting here differs from its default.</source>
        <translation>这里有 1 项设置与默认值不同。</translation>
    </message>
    <message>
        <source>{count} settings here differ from their default.</source>
        <translation>这里有 {count} 项设置与默认值不同。</translation>
    </message>
    <message>
        <source>Can be changed while training.</source>
        <translation>训练时也可以更改。</translation>
    </message>
    <message>
        <source>Changing this restarts the training.</source>
        <translation>更改后训练会重新开始。</translation>
    </message>
    <message>
        <source>A whole number from {low} to {high}, default {default}.</source>
        <translation>{low} 到 {high} 之间的整数，默认值 {default}。</translation>
    </message>
    <message>
        <source>From {low} to {high}, default {default}.</source>
        <translation>{low} 到 {high} 之间，默认值 {default}。</translation>
    </message>
    <message>
        <source>Layer {number}</source>
        <translation>第 {number} 层</translation>
    </message>
    <message>
        <source>Neurons of layer {number}</source>
        <translation>第 {number} 层的神经元数</translation>
    </message>
    <message>
        <source>One neuron less in layer {number}</source>
        <translation>第 {number} 层减少一个神经元</translation>
    </message>
    <message>
        <source>One neuron more in layer {number}</source>
        <translation>第 {number} 层增加一个神经元</translation>
    </message>
    <message>
        <source>Activation of layer {number}</source>
        <translation>第 {number} 层的激活函数</translation>
    </message>
    <message>
        <source>Add a layer</source>
        <translation>添加一层</translation>
    </message>
    <message>
        <source>Remove the last layer</source>
        <translation>删除最后一层</translation>
    </message>
    <message>
        <source>Set to default ({value})</source>
        <translation>恢复默认值（{value}）</translation>
    </message>
    <message>
        <source>DATA</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>MODEL</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>LOSS AND OPTIMIZER</source>
        <translation>损失与优化器</translation>
    </message>
    <message>
        <source>TRAINING</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Layer by layer</source>
        <translation>逐层选择</translation>
    </message>
    <message>
        <source>Each hidden layer has an activation of its own.</source>
        <translation>每个隐藏层有各自的激活函数。</translation>
    </message>
    <message>
        <source>Own points</source>
        <translation>自己的点</translation>
    </message>
    <message>
        <source>Only the points that you place.</source>
        <translation>只有自己放置的点。</translation>
    </message>
    <message>
        <source>On the command line: {key}</source>
        <translation>命令行中写作：{key}</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>until stopped</source>
        <translation>直到停止</translation>
    </message>
    <message>
        <source>New weights</source>
        <translation>新权重</translation>
    </message>
    <message>
        <source>Start again from other weights.</source>
        <translation>换一组初始权重重新开始。</translation>
    </message>
    <message>
        <source>New sample</source>
        <translation>新样本</translation>
    </message>
    <message>
        <source>Draw new points.</source>
        <translation>重新生成数据点。</translation>
    </message>
    <message>
        <source>Use current weights</source>
        <translation>使用当前权重</translation>
    </message>
    <message>
        <source>Start from the weights that the model has now.</source>
        <translation>从模型现在的权重开始。</translation>
    </message>
    <message>
        <source>What the model sees of a point.</source>
        <translation>模型看到的点的特征。</translation>
    </message>
    <message>
        <source>Layers of neurons between inputs and output: 0 to 6, with 1 to 256 neurons each.</source>
        <translation>输入和输出之间的神经元层：0 到 6 层，每层 1 到 256 个神经元。</translation>
    </message>
    <message>
        <source>The function that each hidden neuron applies to its weighted sum.</source>
        <translation>隐藏层的每个神经元作用于加权和的函数。</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Starting values by the parameter&apos;s name, such as weight=0.5; bias=0.25. Rows are written [[1, 2], [3, 4]].</source>
        <translation>按参数名给出初始值，例如 weight=0.5; bias=0.25。多行写作 [[1, 2], [3, 4]]。</translation>
    </message>
</context>
<context>
    <name>SideColumn</name>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>What the lesson explains</source>
        <translation>课程的讲解</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>数据点</translation>
    </message>
    <message>
        <source>The points as a table: type, paste, sort</source>
        <translation>以表格查看数据点：输入、粘贴、排序</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Weights, biases and their gradients</source>
        <translation>权重、偏置及其梯度</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>The activation and its derivative</source>
        <translation>激活函数及其导数</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>type to add</source>
        <translation>输入以添加</translation>
    </message>
    <message>
        <source>Click to sort the points by “{column}”, again for the reverse order</source>
        <translation>单击按“{column}”给点排序，再次单击则反向排序</translation>
    </message>
    <message>
        <source>Type here to add a point</source>
        <translation>在这里输入以添加一个点</translation>
    </message>
    <message>
        <source>Test point: kept out of training</source>
        <translation>测试点：不参与训练</translation>
    </message>
    <message>
        <source>Training point</source>
        <translation>训练点</translation>
    </message>
    <message>
        <source>Pasted row {row}, column {column} ({title})</source>
        <translation>粘贴内容第 {row} 行第 {column} 列（{title}）</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Table of the points</source>
        <translation>点的表格</translation>
    </message>
    <message>
        <source>No points yet. Type numbers into the first line, paste a table, or click on the canvas.</source>
        <translation>还没有点。可以在第一行输入数值、粘贴表格，或在画布上单击。</translation>
    </message>
    <message>
        <source>Add a point</source>
        <translation>添加一个点</translation>
    </message>
    <message>
        <source>Type a new point in the last line</source>
        <translation>在最后一行输入新的点</translation>
    </message>
    <message>
        <source>Delete points</source>
        <translation>删除点</translation>
    </message>
    <message>
        <source>Delete the selected points (Del)</source>
        <translation>删除选中的点（Del）</translation>
    </message>
    <message>
        <source>1 point</source>
        <translation>1 个点</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} 个点</translation>
    </message>
    <message>
        <source>{points}, 1 of them a test point</source>
        <translation>{points}，其中 1 个测试点</translation>
    </message>
    <message>
        <source>{points}, {count} of them test points</source>
        <translation>{points}，其中 {count} 个测试点</translation>
    </message>
    <message>
        <source>New row, column {column}</source>
        <translation>新行，{column} 列</translation>
    </message>
    <message>
        <source>Row {row}, column {column}</source>
        <translation>第 {row} 行，{column} 列</translation>
    </message>
    <message>
        <source>Cut points</source>
        <translation>剪切点</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Training points</source>
        <translation>训练点</translation>
    </message>
    <message>
        <source>Test points</source>
        <translation>测试点</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>{title}: {text}</source>
        <translation>{title}：{text}</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>New, open, save, undo, paste</source>
        <translation>新建、打开、保存、撤销、粘贴</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>最近的文件</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Open a ready-made lesson</source>
        <translation>打开现成的课程</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Value of the points you place; a right click on the canvas changes its sign</source>
        <translation>所放置的点的数值；在画布上右键单击可改变正负号</translation>
    </message>
    <message>
        <source>Value of new points</source>
        <translation>新点的数值</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Begin with an empty canvas</source>
        <translation>从空白画布开始</translation>
    </message>
    <message>
        <source>Paste a table</source>
        <translation>粘贴表格</translation>
    </message>
    <message>
        <source>Paste points copied from a spreadsheet</source>
        <translation>粘贴从电子表格复制的数据点</translation>
    </message>
    <message>
        <source>Save the points as a CSV file</source>
        <translation>把数据点保存为 CSV 文件</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open an experiment, or points from a CSV file; or drop the file on the window</source>
        <translation>打开实验，或从 CSV 文件读入数据点；也可以把文件拖到窗口上</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the experiment: points, settings and the state of the training</source>
        <translation>保存实验：数据点、设置和训练状态</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save the experiment in another file</source>
        <translation>将实验保存到另一个文件</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Save the points as a table …</source>
        <translation>将数据点保存为表格…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Erase all points</source>
        <translation>擦除所有点</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>显示所有点</translation>
    </message>
    <message>
        <source>Show all points. Wheel: zoom. Middle button: move the view.</source>
        <translation>显示所有点。滚轮：缩放。中键：平移。</translation>
    </message>
    <message>
        <source>Test points</source>
        <translation>测试点</translation>
    </message>
    <message>
        <source>Show the points kept for testing: hollow, or diamonds on a heat map</source>
        <translation>显示留作测试的点：空心；在热图上为菱形</translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Mark where the probability lies between 0.4 and 0.6</source>
        <translation>标出概率在 0.4 到 0.6 之间的区域</translation>
    </message>
    <message>
        <source>Grid of experiments</source>
        <translation>实验网格</translation>
    </message>
    <message>
        <source>Train many experiments at once: vary one or two settings</source>
        <translation>同时训练许多实验：让一两个设置取不同的值</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Everything larger, for a projector; once more for the usual size</source>
        <translation>整体放大，适合投影；再按一次恢复原大小</translation>
    </message>
    <message>
        <source>中文 / English</source>
        <translation>中文 / English</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>在浅色和深色之间切换</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Keys and mouse</source>
        <translation>按键与鼠标</translation>
    </message>
    <message>
        <source>Class {number}</source>
        <translation>类别 {number}</translation>
    </message>
</context>
<context>
    <name>ToolPalette</name>
    <message>
        <source>Tools of the canvas</source>
        <translation>画布工具</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Click to place points, drag to move them</source>
        <translation>单击放置点，拖动移动点</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Click points to select them, with Shift more, and drag them; drag the canvas to move the view</source>
        <translation>单击选中点（按住 Shift 可多选）并拖动；拖动画布可平移</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Select points with a rectangle. Shift adds, Ctrl toggles; drag a selected point to move them all</source>
        <translation>用矩形选择点。按住 Shift 加选，按住 Ctrl 切换；拖动任一选中的点可移动全部选中的点</translation>
    </message>
    <message>
        <source>Select points by drawing a line around them. Shift adds, Ctrl toggles</source>
        <translation>画一条线圈住要选的点。按住 Shift 加选，按住 Ctrl 切换</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Drag to paint points: the longer the stroke, the more points</source>
        <translation>拖动以绘制点：路径越长，点越多</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>Click to place a line of points, or drag from one end to the other</source>
        <translation>单击放置一行点，或从一端拖到另一端</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆</translation>
    </message>
    <message>
        <source>Click to place a circle of points, or drag from its centre</source>
        <translation>单击放置一圈点，或从圆心向外拖动</translation>
    </message>
    <message>
        <source>Gaussian cloud</source>
        <translation>高斯点云</translation>
    </message>
    <message>
        <source>Click to place normally distributed points, or drag from the centre to one standard deviation</source>
        <translation>单击放置正态分布的点，或从中心拖到一个标准差处</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>Shake the points under the cursor</source>
        <translation>抖动光标下的点</translation>
    </message>
    <message>
        <source>Magnet</source>
        <translation>磁铁</translation>
    </message>
    <message>
        <source>Pull the points under the cursor together; with a negative strength push them away</source>
        <translation>把光标下的点吸到一起；强度为负时推开</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Click or drag over points to erase them</source>
        <translation>单击或划过点以擦除</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>重来</translation>
    </message>
    <message>
        <source>Start again with the same weights</source>
        <translation>用同样的权重重新开始</translation>
    </message>
    <message>
        <source>Start again with the same initial weights</source>
        <translation>用同样的初始权重重新开始</translation>
    </message>
    <message>
        <source>New weights</source>
        <translation>新权重</translation>
    </message>
    <message>
        <source>Start again with new weights</source>
        <translation>用新的权重重新开始</translation>
    </message>
    <message>
        <source>Start again with other initial weights</source>
        <translation>换一组初始权重重新开始</translation>
    </message>
    <message>
        <source>+1 update</source>
        <translation>+1 次更新</translation>
    </message>
    <message>
        <source>Make one update</source>
        <translation>更新一次</translation>
    </message>
    <message>
        <source>+1 epoch</source>
        <translation>+1 轮</translation>
    </message>
    <message>
        <source>Train one epoch</source>
        <translation>训练一轮</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed in updates a second</source>
        <translation>速度，每秒更新次数</translation>
    </message>
    <message>
        <source>Updates a second, from one to as many as the device can make</source>
        <translation>每秒更新次数，从一次到设备的极限</translation>
    </message>
    <message>
        <source>Passes over the training points so far</source>
        <translation>到目前为止遍历训练集的次数</translation>
    </message>
    <message>
        <source>Updates of the weights a second</source>
        <translation>每秒更新权重的次数</translation>
    </message>
    <message>
        <source>Restore the last finite weights first, or start again</source>
        <translation>请先恢复发散前的权重，或者重新开始</translation>
    </message>
    <message>
        <source>full speed</source>
        <translation>全速</translation>
    </message>
    <message>
        <source>Where PyTorch computes</source>
        <translation>PyTorch 在哪里计算</translation>
    </message>
    <message>
        <source>Time for one epoch: a GPU pays only if it makes this shorter</source>
        <translation>每轮所用的时间：只有这个时间变短了，用 GPU 才划算</translation>
    </message>
    <message>
        <source>Start or pause the training (Space)</source>
        <translation>开始或暂停训练（空格键）</translation>
    </message>
    <message>
        <source>Train on the next batch only</source>
        <translation>只用下一个批量训练</translation>
    </message>
    <message>
        <source>Train on every point once</source>
        <translation>把所有训练点用一遍</translation>
    </message>
    <message>
        <source>Place at least one training point first</source>
        <translation>请先放置至少一个训练点</translation>
    </message>
    <message>
        <source>Loading PyTorch …</source>
        <translation>正在加载 PyTorch…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Train on</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>{number}/s</source>
        <translation>{number} 次/秒</translation>
    </message>
    <message>
        <source>epoch {number}</source>
        <translation>第 {number} 轮</translation>
    </message>
    <message>
        <source>{number} updates/s</source>
        <translation>{number} 次更新/秒</translation>
    </message>
    <message>
        <source>{time} an epoch</source>
        <translation>每轮 {time}</translation>
    </message>
</context>
<context>
    <name>WallView</name>
    <message>
        <source>Choose one or two settings and their values, then Run: every combination trains at once.</source>
        <translation>选择一两个设置和它们的取值，然后按“运行”：所有组合会同时训练。</translation>
    </message>
    <message>
        <source>Preparing the experiments: {count} of {total}</source>
        <translation>正在准备实验：{count} / {total}</translation>
    </message>
    <message>
        <source>{count} of {total} experiments are prepared: Run prepares the others.</source>
        <translation>已准备好 {count} / {total} 个实验：按“运行”继续准备其余的。</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>diverged in epoch {epoch}: the loss is no longer a number</source>
        <translation>在第 {epoch} 轮发散：损失不再是有限的数</translation>
    </message>
    <message>
        <source>accuracy {number}</source>
        <translation>准确率 {number}</translation>
    </message>
    <message>
        <source>R² {number}</source>
        <translation>R² {number}</translation>
    </message>
    <message>
        <source>train loss {number}</source>
        <translation>训练损失 {number}</translation>
    </message>
    <message>
        <source>test loss {number}</source>
        <translation>测试损失 {number}</translation>
    </message>
    <message>
        <source>Underlined: the values of the experiment that is varied.</source>
        <translation>带下划线的值属于作为基准的实验。</translation>
    </message>
    <message>
        <source>figures: accuracy</source>
        <translation>数值：准确率</translation>
    </message>
    <message>
        <source>figures: R²</source>
        <translation>数值：R²</translation>
    </message>
    <message>
        <source>the best so far</source>
        <translation>目前最佳</translation>
    </message>
    <message>
        <source>the best so far: the greatest accuracy</source>
        <translation>目前最佳：准确率最高</translation>
    </message>
    <message>
        <source>the best so far: the greatest R²</source>
        <translation>目前最佳：R² 最大</translation>
    </message>
    <message>
        <source>Pictures of all experiments</source>
        <translation>所有实验的小图</translation>
    </message>
    <message>
        <source>Click to open it in the main window.</source>
        <translation>单击即可在主窗口中打开。</translation>
    </message>
    <message>
        <source>The experiments have different losses, which cannot be compared: the pictures show the accuracy, and the best has the greatest.</source>
        <translation>各实验的损失不同，无法相互比较：图下显示准确率，最佳者准确率最高。</translation>
    </message>
    <message>
        <source>The experiments have different losses, which cannot be compared: the pictures show R², and the best has the greatest.</source>
        <translation>各实验的损失不同，无法相互比较：图下显示 R²，最佳者 R² 最大。</translation>
    </message>
</context>
<context>
    <name>choices</name>
    <message>
        <source>Identity</source>
        <translation>恒等函数</translation>
    </message>
    <message>
        <source>z itself: layers without a bend stay one straight map, however many.</source>
        <translation>就是 z 本身：没有弯折，叠再多层也仍然只是一个线性变换。</translation>
    </message>
    <message>
        <source>max(0, z): fast, its gradient does not fade for positive z.</source>
        <translation>max(0, z)：计算快，z 为正时梯度不会减弱。</translation>
    </message>
    <message>
        <source>Leaky ReLU</source>
        <translation>带泄漏的 ReLU</translation>
    </message>
    <message>
        <source>negative slope</source>
        <translation>负侧斜率</translation>
    </message>
    <message>
        <source>ReLU with a slight slope for negative z, so that no neuron dies.</source>
        <translation>z 为负时略带斜率的 ReLU，神经元不会“死掉”。</translation>
    </message>
    <message>
        <source>ReLU that bends smoothly to −α for negative z.</source>
        <translation>z 为负时平滑地弯向 −α 的 ReLU。</translation>
    </message>
    <message>
        <source>z times the probability that a standard normal lies below z.</source>
        <translation>z 乘以标准正态变量小于 z 的概率。</translation>
    </message>
    <message>
        <source>z · sigmoid(z), also called swish.</source>
        <translation>z · sigmoid(z)，也叫 swish。</translation>
    </message>
    <message>
        <source>ln(1 + exp(βz)) / β: a smooth ReLU.</source>
        <translation>ln(1 + exp(βz)) / β：平滑的 ReLU。</translation>
    </message>
    <message>
        <source>1 / (1 + exp(−z)): between 0 and 1; its slope is at most 1/4 and vanishes at both ends.</source>
        <translation>1 / (1 + exp(−z))：在 0 和 1 之间；斜率最多 1/4，在两端趋近于 0。</translation>
    </message>
    <message>
        <source>(1 − exp(−2z)) / (1 + exp(−2z)): between −1 and 1, slope 1 at 0.</source>
        <translation>(1 − exp(−2z)) / (1 + exp(−2z))：在 −1 和 1 之间，在 0 处斜率为 1。</translation>
    </message>
    <message>
        <source>erf(√π/2 · z): S-shaped, saturates fastest.</source>
        <translation>erf(√π/2 · z)：S 形，饱和得最快。</translation>
    </message>
    <message>
        <source>S-shaped without exponentials.</source>
        <translation>S 形，不用指数运算。</translation>
    </message>
    <message>
        <source>S-shaped, saturates slowly.</source>
        <translation>S 形，饱和得慢。</translation>
    </message>
    <message>
        <source>The Gudermannian function scaled to −1 … 1.</source>
        <translation>缩放到 −1 到 1 的古德曼函数。</translation>
    </message>
    <message>
        <source>Softsign: S-shaped, saturates slowest.</source>
        <translation>softsign：S 形，饱和得最慢。</translation>
    </message>
    <message>
        <source>biases</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>The value every bias starts with.</source>
        <translation>所有偏置的初始值。</translation>
    </message>
    <message>
        <source>PyTorch&apos;s default</source>
        <translation>PyTorch 默认</translation>
    </message>
    <message>
        <source>What nn.Linear does: uniform within ±1/√inputs.</source>
        <translation>nn.Linear 的做法：在 ±1/√输入数 之间均匀分布。</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>全零</translation>
    </message>
    <message>
        <source>All parameters 0: neurons of a layer then stay alike.</source>
        <translation>所有参数为 0：同一层的神经元会始终一样。</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正态分布</translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Weights from a normal distribution, biases one value.</source>
        <translation>权重取自正态分布，偏置为同一个值。</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>均匀分布</translation>
    </message>
    <message>
        <source>from</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>to</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Weights evenly from an interval, biases one value.</source>
        <translation>权重在一个区间内均匀抽取，偏置为同一个值。</translation>
    </message>
    <message>
        <source>Given numbers</source>
        <translation>指定数值</translation>
    </message>
    <message>
        <source>The numbers you write; what you do not name starts with PyTorch&apos;s default.</source>
        <translation>自己写的数；没写到的参数用 PyTorch 的默认初始值。</translation>
    </message>
    <message>
        <source>over the points</source>
        <translation>汇总方式</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>总和</translation>
    </message>
    <message>
        <source>Whether the losses of the points in a batch are averaged or added up.</source>
        <translation>一个批量中各点的损失是取平均还是求和。</translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>The mean of (prediction − target)².</source>
        <translation>(预测 − 目标)² 的平均值。</translation>
    </message>
    <message>
        <source>Sum of squared errors</source>
        <translation>平方误差和</translation>
    </message>
    <message>
        <source>The sum of (prediction − target)²: its gradient grows with the number of points.</source>
        <translation>(预测 − 目标)² 的总和：点越多，梯度越大。</translation>
    </message>
    <message>
        <source>Half squared error</source>
        <translation>平方误差的一半</translation>
    </message>
    <message>
        <source>The mean of (prediction − target)² / 2: the 2 of the derivative cancels.</source>
        <translation>(预测 − 目标)² / 2 的平均值：求导时的系数 2 正好消掉。</translation>
    </message>
    <message>
        <source>Absolute error</source>
        <translation>绝对误差</translation>
    </message>
    <message>
        <source>|prediction − target|: outliers pull less.</source>
        <translation>|预测 − 目标|：离群点的影响较小。</translation>
    </message>
    <message>
        <source>Squared up to an error of δ, absolute beyond it.</source>
        <translation>误差不超过 δ 时取平方，超过后取绝对值。</translation>
    </message>
    <message>
        <source>Binary cross-entropy (on logits)</source>
        <translation>二元交叉熵（用 logit）</translation>
    </message>
    <message>
        <source>−ln of the probability given to the true class, computed from the logit: safe for very sure answers.</source>
        <translation>真实类别所得概率的 −ln，由 logit 直接算出：对很有把握的答案也数值稳定。</translation>
    </message>
    <message>
        <source>Binary cross-entropy (on probabilities)</source>
        <translation>二元交叉熵（用概率）</translation>
    </message>
    <message>
        <source>The same number computed from the probability, sigmoid first, as in textbooks.</source>
        <translation>同一个数，但像教科书那样先用 sigmoid 求概率再计算。</translation>
    </message>
    <message>
        <source>Cross-entropy</source>
        <translation>交叉熵</translation>
    </message>
    <message>
        <source>−ln of the softmax probability of the true class.</source>
        <translation>真实类别的 softmax 概率的 −ln。</translation>
    </message>
    <message>
        <source>Hinge</source>
        <translation>合页损失</translation>
    </message>
    <message>
        <source>max(0, 1 − margin): points beyond the margin cost nothing.</source>
        <translation>max(0, 1 − 间隔)：间隔之外的点没有代价。</translation>
    </message>
    <message>
        <source>Squared error of probabilities</source>
        <translation>概率的平方误差</translation>
    </message>
    <message>
        <source>Squared distance to 0 and 1: poor for classification; here for comparison.</source>
        <translation>与 0 和 1 的距离的平方：不适合分类，放在这里供比较。</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Whether the model has a constant term.</source>
        <translation>模型是否有常数项。</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>A straight line or plane: y = w·x + b.</source>
        <translation>直线或平面：y = w·x + b。</translation>
    </message>
    <message>
        <source>Polynomial</source>
        <translation>多项式</translation>
    </message>
    <message>
        <source>degree</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>The highest power of x.</source>
        <translation>x 的最高次幂。</translation>
    </message>
    <message>
        <source>A linear model of the powers of x.</source>
        <translation>以 x 的各次幂为输入的线性模型。</translation>
    </message>
    <message>
        <source>Logistic</source>
        <translation>逻辑回归</translation>
    </message>
    <message>
        <source>Two classes: probability = sigmoid(w·x + b).</source>
        <translation>两个类别：概率 = sigmoid(w·x + b)。</translation>
    </message>
    <message>
        <source>One linear score per class, softmax turns them into probabilities.</source>
        <translation>每个类别一个线性分数，softmax 再把分数变成概率。</translation>
    </message>
    <message>
        <source>Multilayer perceptron</source>
        <translation>多层感知机</translation>
    </message>
    <message>
        <source>Layers of neurons, each a linear map followed by an activation.</source>
        <translation>多层神经元，每层先做线性变换，再经过激活函数。</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>PyTorch&apos;s own: adds weight decay · w to every gradient, biases included.</source>
        <translation>PyTorch 自带：给每个梯度加上 权重衰减 · w，偏置也算在内。</translation>
    </message>
    <message>
        <source>Shrinks every parameter by learning rate · weight decay, apart from the gradient.</source>
        <translation>每次按 学习率 · 权重衰减 的比例缩小每个参数，与梯度无关。</translation>
    </message>
    <message>
        <source>Memory of the mean gradient.</source>
        <translation>对梯度均值的记忆程度。</translation>
    </message>
    <message>
        <source>Memory of the squared gradient.</source>
        <translation>对梯度平方的记忆程度。</translation>
    </message>
    <message>
        <source>Prevents a division by zero.</source>
        <translation>避免除以零。</translation>
    </message>
    <message>
        <source>Never forgets the largest squared gradient.</source>
        <translation>始终记住最大的梯度平方。</translation>
    </message>
    <message>
        <source>Gradient descent by hand</source>
        <translation>手写梯度下降</translation>
    </message>
    <message>
        <source>w − learning rate · gradient, a product and a difference, as written on the board.</source>
        <translation>w − 学习率 · 梯度：一次乘法和一次减法，和黑板上写的一样。</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>How much of the last update goes on.</source>
        <translation>上一次更新保留多少。</translation>
    </message>
    <message>
        <source>Looks ahead along the momentum; needs a momentum above 0.</source>
        <translation>沿动量方向向前看一步；动量须大于 0。</translation>
    </message>
    <message>
        <source>PyTorch&apos;s gradient descent, with momentum if wanted.</source>
        <translation>PyTorch 的梯度下降，可以加动量。</translation>
    </message>
    <message>
        <source>Each parameter has its own step size, from the mean and the square of its gradients.</source>
        <translation>每个参数有自己的步长，由其梯度的均值和平方决定。</translation>
    </message>
    <message>
        <source>Adam with weight decay apart from the gradient.</source>
        <translation>权重衰减与梯度分开的 Adam。</translation>
    </message>
    <message>
        <source>centred</source>
        <translation>中心化</translation>
    </message>
    <message>
        <source>Divides by the variance in place of the mean square.</source>
        <translation>除以方差，而不是除以均方。</translation>
    </message>
    <message>
        <source>Divides each gradient by its recent size.</source>
        <translation>每个梯度除以自己近期的大小。</translation>
    </message>
    <message>
        <source>rate decay</source>
        <translation>学习率衰减</translation>
    </message>
    <message>
        <source>The rate is divided by 1 + rate decay · updates.</source>
        <translation>学习率除以 1 + 学习率衰减 · 更新次数。</translation>
    </message>
    <message>
        <source>Divides each gradient by the size of all before: steps shrink.</source>
        <translation>每个梯度除以以往全部梯度的大小：步子越来越小。</translation>
    </message>
    <message>
        <source>Memory of squared gradients and squared updates.</source>
        <translation>对梯度平方和更新平方的记忆程度。</translation>
    </message>
    <message>
        <source>Sets its own step size; try a learning rate of 1.</source>
        <translation>自己决定步长；学习率可以试 1。</translation>
    </message>
    <message>
        <source>Factor for the step when the gradient changed its sign.</source>
        <translation>梯度变号时步长所乘的系数。</translation>
    </message>
    <message>
        <source>Factor for the step when the gradient kept its sign.</source>
        <translation>梯度不变号时步长所乘的系数。</translation>
    </message>
    <message>
        <source>Looks only at the sign of the gradient; for full batches.</source>
        <translation>只看梯度的正负号；适合全批量。</translation>
    </message>
    <message>
        <source>Inner iterations of one update.</source>
        <translation>一次更新中内部迭代的次数。</translation>
    </message>
    <message>
        <source>iterations per update</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>历史长度</translation>
    </message>
    <message>
        <source>Past updates that shape the curvature.</source>
        <translation>用来估计曲率的历史更新次数。</translation>
    </message>
    <message>
        <source>line search</source>
        <translation>线搜索</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>strong_wolfe looks for a good step along each direction.</source>
        <translation>strong_wolfe 会沿每个方向寻找合适的步长。</translation>
    </message>
    <message>
        <source>A quasi-Newton method; for full batches, try a learning rate of 1.</source>
        <translation>一种拟牛顿法；适合全批量，学习率可以试 1。</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>Points along a straight line.</source>
        <translation>沿一条直线分布的点。</translation>
    </message>
    <message>
        <source>Quadratic</source>
        <translation>二次</translation>
    </message>
    <message>
        <source>Points along a parabola.</source>
        <translation>沿一条抛物线分布的点。</translation>
    </message>
    <message>
        <source>Sine</source>
        <translation>正弦</translation>
    </message>
    <message>
        <source>One and a half waves of a sine.</source>
        <translation>一个半周期的正弦波。</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>阶跃</translation>
    </message>
    <message>
        <source>A jump from −1 to 1.</source>
        <translation>从 −1 跳到 1。</translation>
    </message>
    <message>
        <source>Doubling (lesson)</source>
        <translation>翻倍（课程）</translation>
    </message>
    <message>
        <source>Three points on y = 2x.</source>
        <translation>y = 2x 上的三个点。</translation>
    </message>
    <message>
        <source>Fifteen points (lesson)</source>
        <translation>十五个点（课程）</translation>
    </message>
    <message>
        <source>Fifteen measured points around a line.</source>
        <translation>散布在一条直线附近的十五个测量点。</translation>
    </message>
    <message>
        <source>Hours of study</source>
        <translation>学习时长</translation>
    </message>
    <message>
        <source>Who studies longer passes more often.</source>
        <translation>学得越久，通过考试的越多。</translation>
    </message>
    <message>
        <source>Three students (lesson)</source>
        <translation>三位学生（课程）</translation>
    </message>
    <message>
        <source>1, 2 and 3 hours of study: failed, failed, passed.</source>
        <translation>学习 1、2、3 小时：没通过、没通过、通过。</translation>
    </message>
    <message>
        <source>Circles</source>
        <translation>同心圆</translation>
    </message>
    <message>
        <source>A disc inside a ring.</source>
        <translation>圆盘在圆环里面。</translation>
    </message>
    <message>
        <source>Moons</source>
        <translation>双月</translation>
    </message>
    <message>
        <source>Two crescents that reach into each other.</source>
        <translation>互相交错的两弯月牙。</translation>
    </message>
    <message>
        <source>Exclusive or</source>
        <translation>异或</translation>
    </message>
    <message>
        <source>Opposite quarters share a class: no straight line separates them.</source>
        <translation>对角的两个象限同类：没有哪条直线能把它们分开。</translation>
    </message>
    <message>
        <source>Spirals</source>
        <translation>螺旋</translation>
    </message>
    <message>
        <source>One arm per class, wound into each other.</source>
        <translation>每个类别一条旋臂，互相缠绕。</translation>
    </message>
    <message>
        <source>Gaussian blobs</source>
        <translation>高斯簇</translation>
    </message>
    <message>
        <source>One cloud a class, two to ten classes.</source>
        <translation>每个类别一团点，二到十个类别。</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>Values that rise evenly in one direction.</source>
        <translation>沿一个方向均匀增大的数值。</translation>
    </message>
    <message>
        <source>Gaussian bumps</source>
        <translation>高斯峰谷</translation>
    </message>
    <message>
        <source>Six hills and hollows.</source>
        <translation>六个峰和谷。</translation>
    </message>
    <message>
        <source>House prices (lesson)</source>
        <translation>房价（课程）</translation>
    </message>
    <message>
        <source>Price = 2·area − 3.4·age + 4.2, inputs from a standard normal.</source>
        <translation>价格 = 2·面积 − 3.4·房龄 + 4.2，输入取自标准正态分布。</translation>
    </message>
    <message>
        <source>x → y (a curve)</source>
        <translation>x → y（曲线）</translation>
    </message>
    <message>
        <source>x → class (a probability)</source>
        <translation>x → 类别（概率）</translation>
    </message>
    <message>
        <source>(x1, x2) → class (a boundary)</source>
        <translation>(x1, x2) → 类别（边界）</translation>
    </message>
    <message>
        <source>(x1, x2) → y (a heat map)</source>
        <translation>(x1, x2) → y（热图）</translation>
    </message>
    <message>
        <source>comma  ,</source>
        <translation>逗号  ,</translation>
    </message>
    <message>
        <source>semicolon  ;</source>
        <translation>分号  ;</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>bar  |</source>
        <translation>竖线  |</translation>
    </message>
    <message>
        <source>spaces</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>No</source>
        <translation>不标准化</translation>
    </message>
    <message>
        <source>The model sees the inputs in the units of the data.</source>
        <translation>模型看到的是数据原来单位的输入。</translation>
    </message>
    <message>
        <source>Mean and deviation</source>
        <translation>均值和标准差</translation>
    </message>
    <message>
        <source>Subtracts the mean of the training points and divides by their standard deviation.</source>
        <translation>减去训练点的均值，再除以它们的标准差。</translation>
    </message>
    <message>
        <source>Minimum and maximum</source>
        <translation>最小值和最大值</translation>
    </message>
    <message>
        <source>Puts the training points between 0 and 1.</source>
        <translation>把训练点缩放到 0 和 1 之间。</translation>
    </message>
    <message>
        <source>y = f(x), plus noise.</source>
        <translation>y = f(x)，再加噪声。</translation>
    </message>
    <message>
        <source>Class 1 where f(x) &gt; 0.</source>
        <translation>f(x) &gt; 0 处为类别 1。</translation>
    </message>
    <message>
        <source>Class 1 where f(x1, x2) &gt; 0.</source>
        <translation>f(x1, x2) &gt; 0 处为类别 1。</translation>
    </message>
    <message>
        <source>y = f(x1, x2), plus noise.</source>
        <translation>y = f(x1, x2)，再加噪声。</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>{name}: “{value}” is not a number. Write it like 0.01 or 1e-3.</source>
        <translation>{name}：“{value}”不是数字。请写成 0.01 或 1e-3 这样的形式。</translation>
    </message>
    <message>
        <source>{name}: “{value}” is not a whole number. Write one such as 4.</source>
        <translation>{name}：“{value}”不是整数。请写成整数，例如 4。</translation>
    </message>
    <message>
        <source>{name}: “{value}” is too large. Write one nearer to 0.</source>
        <translation>{name}：“{value}”太大。请写一个离 0 更近的数。</translation>
    </message>
    <message>
        <source>{name}: it is empty. Write a number such as 0.01.</source>
        <translation>{name}：没有填写。请写一个数字，例如 0.01。</translation>
    </message>
    <message>
        <source>{name}: it is empty. Write a whole number such as 4.</source>
        <translation>{name}：没有填写。请写一个整数，例如 4。</translation>
    </message>
    <message>
        <source>{name}: “{value}” is not known. Choose one of: {options}.</source>
        <translation>{name}：没有“{value}”。请从中选择：{options}。</translation>
    </message>
    <message>
        <source>{name}: {value} is outside {low} … {high}.</source>
        <translation>{name}：{value} 超出了 {low} 到 {high} 的范围。</translation>
    </message>
    <message>
        <source>{name}: “{value}” is neither true nor false.</source>
        <translation>{name}：“{value}”既不是 true 也不是 false。</translation>
    </message>
    <message>
        <source>no NVIDIA or AMD GPU was found</source>
        <translation>没有找到 NVIDIA 或 AMD 的 GPU</translation>
    </message>
    <message>
        <source>this PyTorch was built without CUDA</source>
        <translation>这个 PyTorch 不带 CUDA</translation>
    </message>
    <message>
        <source>only on Macs with Apple silicon</source>
        <translation>只用于 Apple 芯片的 Mac</translation>
    </message>
    <message>
        <source>a trial computation gave wrong numbers</source>
        <translation>试算得到了错误的结果</translation>
    </message>
    <message>
        <source>a trial computation failed: {reason}</source>
        <translation>试算失败：{reason}</translation>
    </message>
    <message>
        <source>There is no lesson “{name}”. Choose one of: {names}.</source>
        <translation>没有课程“{name}”。请从中选择：{names}。</translation>
    </message>
    <message>
        <source>The lesson {file} is damaged: {reason}</source>
        <translation>课程文件 {file} 已损坏：{reason}</translation>
    </message>
    <message>
        <source>{file} was changed, replaced or removed by another program, so that rows may be missing. The same command trains them again.</source>
        <translation>{file} 已被其他程序修改、替换或删除，可能缺少部分行。再次运行同一命令即可重新训练缺少的实验。</translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}.</source>
        <translation>无法写入 {file}：{reason}。</translation>
    </message>
    <message>
        <source>{file} has more than {most} rows. Keep a part of them.</source>
        <translation>{file} 超过 {most} 行。请只保留一部分。</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}.</source>
        <translation>无法读取 {file}：{reason}。</translation>
    </message>
    <message>
        <source>{file} is larger than {most} MiB. Keep a part of its rows.</source>
        <translation>{file} 大于 {most} MiB。请只保留一部分行。</translation>
    </message>
    <message>
        <source>{file} is a workbook or an archive, not a text. Open it in its program and save the table as CSV.</source>
        <translation>{file} 是工作簿或压缩包，不是文本。请用相应的程序打开，并把表格保存为 CSV。</translation>
    </message>
    <message>
        <source>{file} is not a text file. Save the table as CSV in UTF-8.</source>
        <translation>{file} 不是文本。请把表格保存为 UTF-8 编码的 CSV。</translation>
    </message>
    <message>
        <source>{file} has no rows of data. Write one row for each point.</source>
        <translation>{file} 没有数据行。请为每个点写一行。</translation>
    </message>
    <message>
        <source>{file} has one column only. Choose another delimiter, or add a column with the target.</source>
        <translation>{file} 只有一列。请选择其他分隔符，或者加上目标列。</translation>
    </message>
    <message>
        <source>{file} has {count} columns, more than {most}. Keep those that are needed.</source>
        <translation>{file} 有 {count} 列，超过 {most} 列。请只保留需要的列。</translation>
    </message>
    <message>
        <source>{file} has {count} columns; there is no column {column}. Choose another one.</source>
        <translation>{file} 有 {count} 列，没有列 {column}。请选择其他列。</translation>
    </message>
    <message>
        <source>{file}: column “{column}” is chosen twice. Choose another one for its second use.</source>
        <translation>{file}：“{column}”列被选了两次。请为第二处选择其他列。</translation>
    </message>
    <message>
        <source>{file}, line {line}: {count} cells where the first row has {wanted}. Complete the row or delete it.</source>
        <translation>{file} 第 {line} 行：有 {count} 个单元格，而第一行有 {wanted} 个。请补全或删除这一行。</translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: the cell is empty. Write a number or delete the row.</source>
        <translation>{file} 第 {line} 行，“{column}”列：单元格为空。请填写一个数，或删除这一行。</translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” has a point, but the decimal sign is the comma. Choose the decimal point, or leave the point out.</source>
        <translation>{file} 第 {line} 行，“{column}”列：“{cell}”中有点，但小数点选的是逗号。请把小数点改为点，或者去掉这个点。</translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” has a comma, but the decimal sign is the point. Choose the decimal comma, or leave the comma out.</source>
        <translation>{file} 第 {line} 行，“{column}”列：“{cell}”中有逗号，但小数点选的是点。请把小数点改为逗号，或者去掉这个逗号。</translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” has separated thousands. Choose a decimal sign with separated thousands, or leave out what separates them.</source>
        <translation>{file} 第 {line} 行，“{column}”列：“{cell}”带有千位分隔符。请选择带千位分隔符的小数点写法，或去掉分隔符。</translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” is too large. Write one nearer to 0.</source>
        <translation>{file} 第 {line} 行，“{column}”列：“{cell}”太大。请写一个离 0 更近的数。</translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” is neither “train” nor “test”. Write one of them, or choose no such column.</source>
        <translation>{file} 第 {line} 行，“{column}”列：“{cell}”既不是“train”也不是“test”。请写其中之一，或者不选这样的列。</translation>
    </message>
    <message>
        <source>{file}, line {line}: {count} columns where the task {task} needs {wanted}, the inputs and then the target.</source>
        <translation>{file} 第 {line} 行：有 {count} 列，而任务 {task} 需要 {wanted} 列，先是输入，然后是目标。</translation>
    </message>
    <message>
        <source>{file}, line {line}: the first line must name the columns, not hold numbers. Add a header such as x,y.</source>
        <translation>{file} 第 {line} 行：第一行应当是列名，而不是数字。请加上表头，例如 x,y。</translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” is not a number. Write it like 0.01 or 1e-3.</source>
        <translation>{file} 第 {line} 行，“{column}”列：“{cell}”不是数字。请写成 0.01 或 1e-3 这样的形式。</translation>
    </message>
    <message>
        <source>There are points of class {number}. Erase them first, or keep more classes.</source>
        <translation>还有类别 {number} 的点。请先擦除它们，或者保留更多类别。</translation>
    </message>
    <message>
        <source>init.{name}: the model has no such parameter. It has: {names}.</source>
        <translation>init.{name}：模型没有这个参数。它有：{names}。</translation>
    </message>
    <message>
        <source>init.{name}: a number is too large for the precision.</source>
        <translation>init.{name}：有一个数太大，超出了精度的范围。</translation>
    </message>
    <message>
        <source>init.{name}: the numbers do not fill the shape {shape}.</source>
        <translation>init.{name}：这些数不能填满形状 {shape}。</translation>
    </message>
    <message>
        <source>Training stopped: {reason}. Run starts again at epoch 0.</source>
        <translation>训练已停止：{reason}。按“运行”从第 0 轮重新开始。</translation>
    </message>
    <message>
        <source>Fast engine: kernel calls without autograd, many updates in one go.</source>
        <translation>快速引擎：不经自动求导，直接调用底层算子，一次完成多步更新。</translation>
    </message>
    <message>
        <source>Reference loop: PyTorch as one writes it, update by update.</source>
        <translation>参考循环：按通常写法的 PyTorch 代码，逐步更新。</translation>
    </message>
    <message>
        <source>On this device the fast engine computes other numbers, so the reference loop runs.</source>
        <translation>在此设备上，快速引擎的计算结果与参考循环不同，改由参考循环来训练。</translation>
    </message>
    <message>
        <source>The fast engine failed ({reason}), so the reference loop runs.</source>
        <translation>快速引擎失败（{reason}），改由参考循环来训练。</translation>
    </message>
    <message>
        <source>{device} failed ({reason}). Training continues on the CPU with the same weights.</source>
        <translation>{device} 出错（{reason}）。训练用同样的权重在 CPU 上继续。</translation>
    </message>
    <message>
        <source>{name}: choose at least one.</source>
        <translation>{name}：请至少选择一个。</translation>
    </message>
    <message>
        <source>{name}: {count} layers are too many, at most {most}.</source>
        <translation>{name}：{count} 层太多，最多 {most} 层。</translation>
    </message>
    <message>
        <source>{name}: “{value}” is not a list of numbers. Write it like [[0.5, 1], [2, 3]].</source>
        <translation>{name}：“{value}”不是数字的列表。请写成 [[0.5, 1], [2, 3]] 这样的形式。</translation>
    </message>
    <message>
        <source>{name}: the numbers of a parameter are a list, or a list of rows.</source>
        <translation>{name}：参数的数值应写成一个列表，或由各行组成的列表。</translation>
    </message>
    <message>
        <source>“{key}” can mean {options}: write one of them.</source>
        <translation>“{key}”可能指 {options}：请写其中之一。</translation>
    </message>
    <message>
        <source>{name} is not a setting here: only other choices have it.</source>
        <translation>“{name}”在这里不是可用的设置：只有选择其他选项时才有它。</translation>
    </message>
    <message>
        <source>“{key}” is not a setting here. Known: {options}.</source>
        <translation>这里没有设置项“{key}”。可用的有：{options}。</translation>
    </message>
    <message>
        <source>Initial weights: “{part}” is not NAME=numbers. Write them like weight=0.5; bias=0.25.</source>
        <translation>初始权重：“{part}”不是“NAME=数”的形式。请写成 weight=0.5; bias=0.25 这样。</translation>
    </message>
    <message>
        <source>{name}: {count} were given for 1 hidden layer. Write one.</source>
        <translation>{name}：给了 {count} 个，但隐藏层只有 1 层。请只写一个。</translation>
    </message>
    <message>
        <source>{name}: {count} were given for {layers} hidden layers. Write one, or one a layer.</source>
        <translation>{name}：给了 {count} 个，而隐藏层有 {layers} 层。请写一个，或者每层一个。</translation>
    </message>
    <message>
        <source>{name}: “{value}” does not fit the other settings. Choose one of: {options}.</source>
        <translation>{name}：“{value}”与其他设置不相容。请从中选择：{options}。</translation>
    </message>
    <message>
        <source>The formula is too long: at most {most} characters.</source>
        <translation>公式太长：最多 {most} 个字符。</translation>
    </message>
    <message>
        <source>The bracket of “{part}” is not closed: a ) is missing.</source>
        <translation>“{part}”的括号没有闭合：缺少一个 )。</translation>
    </message>
    <message>
        <source>The bracket “{part}” closes nothing: a ( is missing.</source>
        <translation>括号“{part}”没有对应的左括号：缺少一个 (。</translation>
    </message>
    <message>
        <source>The formula is empty. Write it like {example}.</source>
        <translation>公式是空的。请写成 {example} 这样。</translation>
    </message>
    <message>
        <source>The formula “{text}” stops too early. Write it like {example}.</source>
        <translation>公式“{text}”没有写完。请写成 {example} 这样。</translation>
    </message>
    <message>
        <source>The formula “{text}” cannot be read from “{part}” on. Write it like {example}, every product with *.</source>
        <translation>公式“{text}”从“{part}”起无法识别。请写成 {example} 这样，每个乘号都要写 *。</translation>
    </message>
    <message>
        <source>“{name}” needs brackets. Write {name}({argument}).</source>
        <translation>“{name}”需要括号。请写成 {name}({argument})。</translation>
    </message>
    <message>
        <source>“{part}” cannot stand in a formula. Write {instead}.</source>
        <translation>“{part}”不能出现在公式里。请写成 {instead}。</translation>
    </message>
    <message>
        <source>The formula is nested too deeply.</source>
        <translation>公式嵌套得太深。</translation>
    </message>
    <message>
        <source>The formula does not know “{name}”. Its variables are: {names}.</source>
        <translation>公式中不能用“{name}”。可用的变量有：{names}。</translation>
    </message>
    <message>
        <source>{name}(…) takes {wanted} numbers, not {given}.</source>
        <translation>{name}(…) 需要 {wanted} 个数，而不是 {given} 个。</translation>
    </message>
    <message>
        <source>There is no function “{name}”. Write {other}(…).</source>
        <translation>没有函数“{name}”。请写成 {other}(…)。</translation>
    </message>
    <message>
        <source>There is no function “{name}”. Known are: {known}.</source>
        <translation>没有函数“{name}”。可用的有：{known}。</translation>
    </message>
    <message>
        <source>A comma has no place in “{text}”: write decimals with a point, like 0.5.</source>
        <translation>“{text}”里不能有这个逗号：小数请用小数点，例如 0.5。</translation>
    </message>
    <message>
        <source>“{part}” cannot stand in a formula. Use numbers, variables, + - * / ^, comparisons with &lt; and &gt;, and functions.</source>
        <translation>“{part}”不能出现在公式里。请使用数、变量、+ - * / ^、用 &lt; 和 &gt; 的比较，以及函数。</translation>
    </message>
    <message>
        <source>{file} is write-protected. Nothing was changed; choose another place.</source>
        <translation>{file} 有写保护。没有更改任何内容；请换一个位置。</translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}. Nothing was changed; choose another place.</source>
        <translation>无法写入 {file}：{reason}。没有更改任何内容；请换一个位置。</translation>
    </message>
    <message>
        <source>The saved training is damaged: a tensor does not fit its shape.</source>
        <translation>保存的训练已损坏：有一个张量与其形状不符。</translation>
    </message>
    <message>
        <source>The saved training is damaged: what should be a number is not one.</source>
        <translation>保存的训练已损坏：本应是数字的地方不是数字。</translation>
    </message>
    <message>
        <source>The saved training is damaged: the state of the shuffling cannot be read.</source>
        <translation>保存的训练已损坏：无法读取打乱顺序的状态。</translation>
    </message>
    <message>
        <source>{file}, line {line}: the line is longer than {most} characters. This is hardly a table.</source>
        <translation>{file} 第 {line} 行：这一行超过 {most} 个字符，不像是表格。</translation>
    </message>
    <message>
        <source>{file} has more than {most} lines. Keep a part of them.</source>
        <translation>{file} 超过 {most} 行。请只保留一部分。</translation>
    </message>
    <message>
        <source>{file}, line {line}: this is not text in {encoding}. Choose another encoding, or save the table as CSV in UTF-8.</source>
        <translation>{file} 第 {line} 行：这不是 {encoding} 文本。请选择其他编码，或者把表格保存为 UTF-8 编码的 CSV。</translation>
    </message>
    <message>
        <source>{file}, line {line}: this is not CSV ({reason}). Look for a quotation mark that is missing, or save the table as CSV again.</source>
        <translation>{file} 第 {line} 行：这不是 CSV（{reason}）。请检查是否缺少引号，或者把表格重新保存为 CSV。</translation>
    </message>
    <message>
        <source>The saved training belongs to another model.</source>
        <translation>保存的训练属于另一个模型。</translation>
    </message>
    <message>
        <source>The saved training belongs to other points.</source>
        <translation>保存的训练属于另一组点。</translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” is one class too many, there can be {most}. Choose another column, or take it as a number.</source>
        <translation>{file} 第 {line} 行，“{column}”列：算上“{cell}”类别就太多了，最多 {most} 个。请选择其他列，或者把它当作数。</translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” is not a class. Classes are names, or whole numbers from 0 to {top}.</source>
        <translation>{file} 第 {line} 行，“{column}”列：“{cell}”不是类别。类别是名称，或 0 到 {top} 的整数。</translation>
    </message>
    <message>
        <source>{name} is not an experiment of this program, or it is damaged.</source>
        <translation>{name} 不是本程序的实验文件，或者已经损坏。</translation>
    </message>
    <message>
        <source>{name} was saved by a newer version of this program ({version}). Update it to open the file.</source>
        <translation>{name} 是由本程序的更新版本（{version}）保存的。请更新程序后再打开。</translation>
    </message>
    <message>
        <source>{name} cannot be opened: {reason}</source>
        <translation>无法打开 {name}：{reason}</translation>
    </message>
    <message>
        <source>{name} is damaged: its part {part} is missing.</source>
        <translation>{name} 已损坏：缺少 {part} 部分。</translation>
    </message>
    <message>
        <source>{name} is damaged: a part of it has another form than it should ({reason}).</source>
        <translation>{name} 已损坏：其中一部分的形式不对（{reason}）。</translation>
    </message>
    <message>
        <source>there are more than {most} points.</source>
        <translation>点数超过 {most} 个。</translation>
    </message>
    <message>
        <source>a point is not a finite number.</source>
        <translation>有一个点不是有限的数。</translation>
    </message>
    <message>
        <source>a class is not a whole number.</source>
        <translation>有一个类别不是整数。</translation>
    </message>
    <message>
        <source>a point has a class that the settings do not have.</source>
        <translation>有一个点的类别不在设置的类别之中。</translation>
    </message>
    <message>
        <source>the view is not a part of the plane.</source>
        <translation>视图不是平面的一部分。</translation>
    </message>
    <message>
        <source>The table cannot be read: {reason}.</source>
        <translation>无法读取表格：{reason}。</translation>
    </message>
    <message>
        <source>The saved training is damaged: its losses cannot be read.</source>
        <translation>保存的训练已损坏：无法读取其中的损失。</translation>
    </message>
    <message>
        <source>The pasted text is too long. Paste a part of it.</source>
        <translation>粘贴的文本太长。请只粘贴一部分。</translation>
    </message>
    <message>
        <source>There is nothing to paste.</source>
        <translation>没有可以粘贴的内容。</translation>
    </message>
    <message>
        <source>The pasted text has more than {most} rows. Paste a part of them.</source>
        <translation>粘贴的文本超过 {most} 行。请只粘贴一部分。</translation>
    </message>
    <message>
        <source>The pasted text has {width} columns, and from “{column}” on there are {room}. Copy fewer columns, or begin further left.</source>
        <translation>粘贴的文本有 {width} 列，而从“{column}”起只有 {room} 列。请少复制几列，或者从更靠左的列开始。</translation>
    </message>
    <message>
        <source>The pasted text has {width} columns; new points need {needed}: {titles}.</source>
        <translation>粘贴的文本有 {width} 列；新的点需要 {needed} 列：{titles}。</translation>
    </message>
    <message>
        <source>The pasted text is not a table: {reason}.</source>
        <translation>粘贴的文本不是表格：{reason}。</translation>
    </message>
    <message>
        <source>{place}: the class is missing.</source>
        <translation>{place}：缺少类别。</translation>
    </message>
    <message>
        <source>{place}: the number is missing.</source>
        <translation>{place}：缺少数值。</translation>
    </message>
    <message>
        <source>{place}: “{cell}” is neither “train” nor “test”.</source>
        <translation>{place}：“{cell}”既不是“train”也不是“test”。</translation>
    </message>
    <message>
        <source>{place}: “{cell}” is not a class. Write the name of one, or a whole number from 0 to {top}.</source>
        <translation>{place}：“{cell}”不是类别。请写类别的名称，或 0 到 {top} 的整数。</translation>
    </message>
    <message>
        <source>{place}: “{cell}” seems to have separated thousands. Leave out what separates them, and write decimals with a point.</source>
        <translation>{place}：“{cell}”似乎带有千位分隔符。请去掉分隔符，小数用点书写。</translation>
    </message>
    <message>
        <source>{count} pasted rows lie beyond the last point, and new points need all columns. Begin at the first column, or higher up.</source>
        <translation>粘贴的内容有 {count} 行超出了最后一个点，而新的点需要所有列。请从第一列开始，或者从更靠上的行开始。</translation>
    </message>
    <message>
        <source>There is no room for {count} more points; there can be {most}.</source>
        <translation>再添加 {count} 个点就放不下了；最多可有 {most} 个点。</translation>
    </message>
    <message>
        <source>“{text}” is a finite number almost nowhere between {low} and {high}. Change the formula or the range of the inputs.</source>
        <translation>在 {low} 和 {high} 之间，“{text}”几乎处处不是有限的数。请修改公式或输入的范围。</translation>
    </message>
    <message>
        <source>{file} holds results for {before}, not for {now}. Choose another file for the results.</source>
        <translation>{file} 中是 {before} 的结果，不是 {now} 的。请为结果另选一个文件。</translation>
    </message>
    <message>
        <source>{file} holds something else: it has the columns {before}, not {now}. Choose another file for the results.</source>
        <translation>{file} 中是其他内容：它的列是 {before}，而不是 {now}。请为结果另选一个文件。</translation>
    </message>
    <message>
        <source>{file} holds something else. Choose another file for the results.</source>
        <translation>{file} 中是其他内容。请为结果另选一个文件。</translation>
    </message>
    <message>
        <source>{file} holds results of another number of epochs. Choose another file.</source>
        <translation>{file} 中是另一种轮数的结果。请另选一个文件。</translation>
    </message>
    <message>
        <source>{note} is damaged; it tells what {file} was trained with. Delete it if that was the same as now, or choose another file for the results.</source>
        <translation>{note} 已损坏；它记录了 {file} 训练时所用的设置。如果那些设置与现在相同，请删除它；否则请为结果另选一个文件。</translation>
    </message>
    <message>
        <source>{file}: another sweep is writing this table. Wait until it ends, or choose another file for the results.</source>
        <translation>{file}：另一个 sweep 命令正在写入此表格。请等它结束，或为结果另选一个文件。</translation>
    </message>
    <message>
        <source>{file} cannot be used for results: {reason}.</source>
        <translation>{file} 不能用来存放结果：{reason}。</translation>
    </message>
    <message>
        <source>This did not work: {reason}.</source>
        <translation>操作没有成功：{reason}。</translation>
    </message>
    <message>
        <source>“{text}” is not KEY=VALUES: write it like learning_rate=0.01,0.1,1 or learning_rate=0.001..1:4:log.</source>
        <translation>“{text}”不是 KEY=VALUES：请写成 learning_rate=0.01,0.1,1 或 learning_rate=0.001..1:4:log 这样。</translation>
    </message>
    <message>
        <source>There is no setting “{name}”.</source>
        <translation>没有名为“{name}”的设置。</translation>
    </message>
    <message>
        <source>{name}: “{value}” is there twice. Leave one out.</source>
        <translation>{name}：“{value}”出现了两次，请去掉一个。</translation>
    </message>
    <message>
        <source>{name}: “{value}” is there twice. Leave one out, or make one value of both with brackets: [{value},{value}].</source>
        <translation>{name}：“{value}”出现了两次。请去掉一个，或用方括号把两者合成一个值：[{value},{value}]。</translation>
    </message>
    <message>
        <source>{name}: “{value}” and “{other}” are the same value. Leave one out.</source>
        <translation>{name}：“{value}”和“{other}”是同一个值，请去掉一个。</translation>
    </message>
    <message>
        <source>{name}: “{value}” has an empty value, or a bracket without its partner.</source>
        <translation>{name}：“{value}”中有空值，或括号没有配对。</translation>
    </message>
    <message>
        <source>{name}: “{value}” has too many dots. A range has two dots, and numbers begin with a digit: 0.001..0.1:3:log.</source>
        <translation>{name}：“{value}”中的点太多。范围用两个点，小数点前要有 0：0.001..0.1:3:log。</translation>
    </message>
    <message>
        <source>{name}: “{value}”: a range has a low and a high end, as in 0..1:5.</source>
        <translation>{name}：“{value}”：范围要有下限和上限，例如 0..1:5。</translation>
    </message>
    <message>
        <source>{name}: “{value}”: the low end must be below the high end, as in 0..1:5.</source>
        <translation>{name}：“{value}”：下限必须小于上限，例如 0..1:5。</translation>
    </message>
    <message>
        <source>{name}: “{value}”: a logarithmic range begins above 0, as in 0.001..1:4:log.</source>
        <translation>{name}：“{value}”：对数范围的下限必须大于 0，例如 0.001..1:4:log。</translation>
    </message>
    <message>
        <source>{name}: “{value}”: the number of values is missing: write it behind a colon, as in 0..1:5.</source>
        <translation>{name}：“{value}”：缺少取值个数：请写在冒号后面，例如 0..1:5。</translation>
    </message>
    <message>
        <source>{name}: “{value}”: the number of values, behind the colon, must be a whole number from 2 to {most}.</source>
        <translation>{name}：“{value}”：冒号后面的取值个数必须是 2 到 {most} 之间的整数。</translation>
    </message>
    <message>
        <source>{name}: “{value}”: behind the number of values only “log” may follow, as in 0.001..1:4:log.</source>
        <translation>{name}：“{value}”：取值个数后面只能写“log”，例如 0.001..1:4:log。</translation>
    </message>
    <message>
        <source>“epochs” cannot vary: all experiments train equally long. Give the number with --epochs.</source>
        <translation>“epochs”不能变化：所有实验的训练轮数相同。请用 --epochs 给出轮数。</translation>
    </message>
    <message>
        <source>{one} with {other}</source>
        <translation>{one} 与 {other}</translation>
    </message>
    <message>
        <source>{combination}: {problem}</source>
        <translation>{combination}：{problem}</translation>
    </message>
    <message>
        <source>These are {count} experiments, at most {most} train at once. Give fewer values or fewer seeds.</source>
        <translation>共有 {count} 个实验，而最多同时训练 {most} 个。请减少取值或种子。</translation>
    </message>
    <message>
        <source>There is no training point to learn from. Place some on the canvas first.</source>
        <translation>没有可供学习的训练点。请先在画布上放一些。</translation>
    </message>
    <message>
        <source>Give at least one value.</source>
        <translation>请至少给出一个取值。</translation>
    </message>
    <message>
        <source>This list is too long to read. Give at most {most} values, or a range with their number: 0.001..1:4:log.</source>
        <translation>这个列表太长，无法读取。请最多给出 {most} 个取值，或者写成带个数的范围：0.001..1:4:log。</translation>
    </message>
    <message>
        <source>A setting can vary only once.</source>
        <translation>每个设置只能变化一次。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary: seeds are given by their number, and a grid has one task.</source>
        <translation>“{name}”不能变化：种子由个数给出，一个网格只有一种任务。</translation>
    </message>
    <message>
        <source>{name} has no list of kernel calls, so the reference loop runs.</source>
        <translation>“{name}”没有对应的底层算子列表，因此由参考循环来训练。</translation>
    </message>
    <message>
        <source>“{text}” is not the address of a cluster: write it like tcp://HOST:8786.</source>
        <translation>“{text}”不是集群地址：请写成 tcp://HOST:8786 的形式。</translation>
    </message>
    <message>
        <source>A cluster needs Dask: install it in the program&apos;s environment (.venv) with pip install -e &quot;.[cluster]&quot;.</source>
        <translation>使用集群需要 Dask：请在程序的环境（.venv）中用 pip install -e &quot;.[cluster]&quot; 安装。</translation>
    </message>
    <message>
        <source>The scheduler {address} does not answer ({reason}).</source>
        <translation>调度器 {address} 没有应答（{reason}）。</translation>
    </message>
    <message>
        <source>Something answers at {address}, but it is not the scheduler of a Dask cluster. Is the port right?</source>
        <translation>{address} 处有应答，但它不是 Dask 集群的调度器。端口对吗？</translation>
    </message>
    <message>
        <source>The scheduler {address} has Dask {there}, but here is Dask {here}. Install the same version on all machines: pip install distributed=={there}.</source>
        <translation>调度器 {address} 的 Dask 版本是 {there}，而这里是 {here}。请在所有机器上安装相同的版本：pip install distributed=={there}。</translation>
    </message>
    <message>
        <source>The connection to the cluster {address} was lost. The experiments are as you see them; clear the address to continue on this computer.</source>
        <translation>与集群 {address} 的连接已断开。各实验保持所显示的状态；清空地址即可在本机继续。</translation>
    </message>
    <message>
        <source>The cluster {address} cannot train this: {reason}. The experiments are as you see them; clear the address to continue on this computer.</source>
        <translation>集群 {address} 无法训练：{reason}。各实验保持所显示的状态；清空地址即可在本机继续。</translation>
    </message>
    <message>
        <source>All experiments have diverged. Usually the learning rate is too large for the data: choose smaller learning rates, or standardise the inputs.</source>
        <translation>所有实验都已发散。通常是学习率对这些数据来说太大：请选择更小的学习率，或将输入标准化。</translation>
    </message>
    <message>
        <source>Connecting, for {seconds} s at most …</source>
        <translation>正在连接，最多 {seconds} 秒…</translation>
    </message>
    <message>
        <source>Training it again up to epoch {epoch} …</source>
        <translation>正在重新训练到第 {epoch} 轮…</translation>
    </message>
    <message>
        <source>This experiment had diverged: it was opened at epoch 0, from where it can be followed.</source>
        <translation>该实验已发散：已在第 0 轮打开，可从那里观察它的过程。</translation>
    </message>
    <message>
        <source>Training it again up to epoch {epoch} would take too long: it was opened as it is now.</source>
        <translation>重新训练到第 {epoch} 轮耗时过长：已按它现在的状态打开。</translation>
    </message>
    <message>
        <source>{count} experiments, after epoch {epoch}, saved in {file}.</source>
        <translation>{count} 个实验（第 {epoch} 轮后）已保存到 {file}。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary here: the data set is no formula.</source>
        <translation>“{name}”在这里不能变化：数据集不是公式。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary here: the points are given, they are not drawn.</source>
        <translation>“{name}”在这里不能变化：数据点是给定的，不是抽取的。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary here: the model has no hidden layers.</source>
        <translation>“{name}”在这里不能变化：模型没有隐藏层。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary here: the points are given, and no share of them is for the test.</source>
        <translation>“{name}”在这里不能变化：数据点是给定的，也没有划出测试比例。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary here: the task has no classes.</source>
        <translation>“{name}”在这里不能变化：这种任务没有类别。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary here: the task has one input only.</source>
        <translation>“{name}”在这里不能变化：这种任务只有一个输入。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary here: the momentum is 0.</source>
        <translation>“{name}”在这里不能变化：动量为 0。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary here: every batch has all points.</source>
        <translation>“{name}”在这里不能变化：每一批都包含所有点。</translation>
    </message>
    <message>
        <source>“{name}” cannot vary: it is how fast a training is shown, and changes no result.</source>
        <translation>“{name}”不能变化：它是训练播放的速度，不影响结果。</translation>
    </message>
</context>
<context>
    <name>fields</name>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>What is predicted from what.</source>
        <translation>由什么预测什么。</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Points to start from; click to add your own.</source>
        <translation>一开始的点；单击画布可以添加自己的点。</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点数</translation>
    </message>
    <message>
        <source>How many points the data set has.</source>
        <translation>数据集有多少个点。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Standard deviation of the noise, in the data&apos;s units.</source>
        <translation>噪声的标准差，单位与数据相同。</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>数据种子</translation>
    </message>
    <message>
        <source>Seed of the data: the same number gives the same points.</source>
        <translation>数据的随机种子：同样的数给出同样的点。</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>A formula of x, or of x1 and x2: + - * / ^, comparisons, pi, e, and functions such as sin, exp, ln, sqrt, abs, max. Inputs where it is not a finite number are drawn again. For classes, noise moves the inputs before the formula judges them.</source>
        <translation>关于 x 的公式，或关于 x1 和 x2 的公式：+ - * / ^、比较、pi、e，以及 sin、exp、ln、sqrt、abs、max 等函数。使公式的值不是有限数的输入会重新抽取。分类时，噪声先移动输入，再由公式判定类别。</translation>
    </message>
    <message>
        <source>Inputs from</source>
        <translation>输入从</translation>
    </message>
    <message>
        <source>The lower end of the range that the formula&apos;s inputs are drawn from.</source>
        <translation>公式输入的取值范围的下限。</translation>
    </message>
    <message>
        <source>Inputs to</source>
        <translation>输入到</translation>
    </message>
    <message>
        <source>The upper end of the range that the formula&apos;s inputs are drawn from.</source>
        <translation>公式输入的取值范围的上限。</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>How many classes there are.</source>
        <translation>一共有多少个类别。</translation>
    </message>
    <message>
        <source>Test share</source>
        <translation>测试比例</translation>
    </message>
    <message>
        <source>Share of the points kept out of training to test on.</source>
        <translation>留作测试、不参与训练的点所占的比例。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The function whose parameters are learned.</source>
        <translation>要学习其参数的函数。</translation>
    </message>
    <message>
        <source>Standardise</source>
        <translation>标准化</translation>
    </message>
    <message>
        <source>Brings every input column of the model, features and powers included, to a common scale, found from the training points and anew whenever they change. The formula stays in the units of the data.</source>
        <translation>把模型的每一列输入（包括特征和各次幂）换算到共同的尺度；尺度只由训练点算出，训练点一变就重新计算。显示的公式仍使用数据原来的单位。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>The number that training makes small.</source>
        <translation>训练要减小的数。</translation>
    </message>
    <message>
        <source>L1 penalty</source>
        <translation>L1 正则化</translation>
    </message>
    <message>
        <source>Adds rate · Σ|w| over the weights, not the biases: pushes weights to 0.</source>
        <translation>加上 系数 · Σ|w|，只对权重，不含偏置：把权重推向 0。</translation>
    </message>
    <message>
        <source>L2 penalty</source>
        <translation>L2 正则化</translation>
    </message>
    <message>
        <source>Adds rate/2 · Σw² over the weights, not the biases: keeps weights small.</source>
        <translation>加上 系数/2 · Σw²，只对权重，不含偏置：让权重保持较小。</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>How parameters move, given the gradients.</source>
        <translation>参数如何根据梯度变化。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>How far each update goes along the gradient.</source>
        <translation>每次更新沿梯度走多远。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批量大小</translation>
    </message>
    <message>
        <source>How many points each update looks at; 0 means all of them.</source>
        <translation>每次更新看多少个点；0 表示全部。</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>打乱顺序</translation>
    </message>
    <message>
        <source>Whether every epoch takes the points in a new order. Full batches need no order.</source>
        <translation>每一轮是否以新的顺序取点。全批量时顺序无关紧要。</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Passes over the training points; 0 means until stopped.</source>
        <translation>遍历训练集的次数；0 表示直到停止。</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>What the parameters start from.</source>
        <translation>参数从什么值开始。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Seed of the initial weights and the shuffling.</source>
        <translation>初始权重和打乱顺序所用的随机种子。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Size of the numbers that PyTorch computes with.</source>
        <translation>PyTorch 计算所用的数值精度。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where PyTorch computes. Small models are often fastest on the CPU.</source>
        <translation>PyTorch 在哪里计算。小模型往往在 CPU 上最快。</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>What trains at full speed: fast calls PyTorch&apos;s kernels directly, many updates in one go; reference is the loop as one writes it in PyTorch. Both give the same numbers.</source>
        <translation>全速运行时用什么来训练：“快速”直接调用 PyTorch 的底层算子，一次完成多步更新；“参考”是按通常写法的 PyTorch 循环。两者得到相同的数值。</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Updates a second; 0 means full speed.</source>
        <translation>每秒更新次数；0 表示全速。</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Start values</source>
        <translation>初始值</translation>
    </message>
</context>
</TS>
