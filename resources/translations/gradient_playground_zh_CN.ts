<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ActivationPlot</name>
    <message>
        <source>Activation and its derivative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plot of the activation {name} and its derivative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a neuron makes of its input z; point at it to read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output of the neuron, f(z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>derivative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slope f′(z), by which a gradient is multiplied on its way back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input of the neuron, z</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>Something went wrong. Your points and settings are still there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Canvas with points and the model&apos;s answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>class {number}, probability {probability}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>Colours of the values: orange below zero, blue above</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>open lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>close lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change {setting}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take the current weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no room for more points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>add point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>move point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>erase points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training starts anew with the new setting.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Invitation</name>
    <message>
        <source>Click to place points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>then press Space to train – or open a lesson:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LessonPanel</name>
    <message>
        <source>Lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explanation of the lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this lesson shows and what to try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the lesson; points and settings stay as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No lesson is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open one from the **Lessons** menu: it brings its own points and settings and explains here what to look at.

Or go on freely: click points, choose a model, press Run.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>Epoch {epoch}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>train {loss}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test {loss}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss against epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plot of the loss against epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel to zoom, drag to move, double-click to show everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss over all training points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss over all test points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic loss axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear or logarithmic loss axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the training to see its loss here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Keys and mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run, pause, go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>place a point; keep the button down to move it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next class, or the other sign on a heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>class of the next points, or their value on a heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>add, move, erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel, middle button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zoom and shift; on an axis, that axis alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fit all points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undo and redo, also while training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything larger, for a projector</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ParametersPanel</name>
    <message>
        <source>Parameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the number in the PyTorch model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value after the last update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient of the last update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean |w|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|Gradient|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the tensor in the PyTorch model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows × columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean size of its numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norm of its gradient in the last update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the gradient in each layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norm of each layer&apos;s gradient in the last update, on a logarithmic scale. A layer with a short bar hardly learns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of the parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values and gradients after the last update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State of the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Formula of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model with its present numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss over all training points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss over all test points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passes over the training points so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updates of the weights so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore the last good weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore with a tenth of the rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to the weights before the loss stopped being a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to the last good weights and divide the learning rate by ten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of training points that are classified rightly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of test points that are classified rightly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the training targets&apos; variance that is explained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the test targets&apos; variance that is explained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not trained yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss stopped being a number at epoch {epoch}, update {step}. Usually the learning rate is too large: every update overshoots, and the error grows instead of shrinking. The last finite loss was {loss}; the weights of that moment are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading PyTorch …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready to train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished after one epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished after {epochs} epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a number: the training has stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped by an error</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>less ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the further settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more ▸</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the further settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 setting here differs from its default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} settings here differ from their default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Can be changed while training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changing this starts training anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A whole number from {low} to {high}, default {default}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From {low} to {high}, default {default}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neurons of layer {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One neuron less in layer {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One neuron more in layer {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation of layer {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the last layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set to default ({value})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DATA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MODEL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LOSS AND OPTIMIZER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TRAINING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer by layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each hidden layer has an activation of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the points that you place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start anew from other weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw the points anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use current weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from the weights that the model has now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model sees of a point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers of neurons between inputs and output: 0 to 6, with 1 to 256 neurons each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The function that each hidden neuron applies to its weighted sum.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting values by the parameter&apos;s name, such as weight=0.5; bias=0.25. Rows are written [[1, 2], [3, 4]].</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SideColumn</name>
    <message>
        <source>Lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the lesson explains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights, biases and their gradients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The activation and its derivative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a ready-made lesson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of the points you place; a right click on the canvas turns its sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of new points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin with an empty canvas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to place points, drag to move them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag points to move them, drag the canvas to shift it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click or drag over points to erase them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase all points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all points. Wheel: zoom. Middle button: shift.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the points kept for testing: hollow, or diamonds on a heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark where the probability lies between 0.4 and 0.6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything larger, for a projector; once more for the usual size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>中文 / English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys and mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again with the same weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again with the same initial weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again with new weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again with other initial weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+1 update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make one update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+1 epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train one epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed in updates a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updates a second, from one to as many as the device can make</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passes over the training points so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updates of the weights a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where PyTorch computes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time for one epoch: a GPU pays only if it makes this shorter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start or pause the training (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train on the next batch only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train on every point once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore the last good weights first, or start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place at least one training point first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading PyTorch …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flat out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number}/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} updates/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} an epoch</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>choices</name>
    <message>
        <source>Identity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>z itself: layers without a bend stay one straight map, however many.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max(0, z): fast, its gradient does not fade for positive z.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaky ReLU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>negative slope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU with a slight slope for negative z, so that no neuron dies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU that bends smoothly to -α for negative z.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>z times the probability that a standard normal lies below z.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>z · sigmoid(z), also called swish.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ln(1 + exp(βz)) / β: a smooth ReLU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 / (1 + exp(-z)): between 0 and 1; its slope is at most 1/4 and vanishes at both ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(1 - exp(-2z)) / (1 + exp(-2z)): between -1 and 1, slope 1 at 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>erf(√π/2 · z): S-shaped, saturates fastest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S-shaped without exponentials.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S-shaped, saturates slowly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Gudermannian function scaled to -1 … 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Softsign: S-shaped, saturates slowest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>biases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value every bias starts with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch&apos;s default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What nn.Linear does: uniform within ±1/√inputs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All parameters 0: neurons of a layer then stay alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights from a normal distribution, biases one value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights evenly from an interval, biases one value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The numbers you write; what you do not name starts with PyTorch&apos;s default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over the points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the losses of the points in a batch are averaged or added up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of (prediction - target)².</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of squared errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sum of (prediction - target)²: its gradient grows with the number of points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half squared error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of (prediction - target)² / 2: the 2 of the derivative cancels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Absolute error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|prediction - target|: outliers pull less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squared up to an error of δ, absolute beyond it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Binary cross-entropy (on logits)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>-ln of the probability given to the true class, computed from the logit: safe for very sure answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Binary cross-entropy (on probabilities)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same number computed from the probability, sigmoid first, as in textbooks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cross-entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>-ln of the softmax probability of the true class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hinge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max(0, 1 - margin): points beyond the margin cost nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squared error of probabilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squared distance to 0 and 1: a poor judge of a classification, here to be compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the model has a constant term.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A straight line or plane: y = w·x + b.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polynomial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>degree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The highest power of x.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A linear model of the powers of x.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logistic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two classes: probability = sigmoid(w·x + b).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One linear score a class, softmax turns them into probabilities.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multilayer perceptron</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers of neurons, each a linear map followed by an activation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch&apos;s own: adds weight decay · w to every gradient, biases included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shrinks every parameter by learning rate · weight decay, apart from the gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the mean gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the squared gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the division from zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never forgets the largest squared gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient descent by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w - learning rate · gradient, a product and a difference, as written on the board.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>momentum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the last update goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks ahead along the momentum; needs a momentum above 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch&apos;s gradient descent, with momentum if wanted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each parameter has its own step size, from the mean and the square of its gradients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adam with weight decay apart from the gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>centred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divides by the variance in place of the mean square.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divides each gradient by its recent size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rate decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rate is divided by 1 + rate decay · updates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divides each gradient by the size of all before: steps shrink.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of squared gradients and squared updates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets its own step size; try a learning rate of 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor for the step when the gradient changed its sign.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor for the step when it did not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks only at the sign of the gradient; for full batches.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>iterations an update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inner iterations of one update.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Past updates that shape the curvature.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>strong_wolfe looks for a good step along each direction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A quasi-Newton method; for full batches, try a learning rate of 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points along a straight line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quadratic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points along a parabola.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One and a half waves of a sine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A jump from -1 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doubling (lesson)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three points on y = 2x.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fifteen points (lesson)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fifteen measured points around a line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hours of study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who studies longer passes more often.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three students (lesson)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1, 2 and 3 hours of study: failed, failed, passed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A disc inside a ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two crescents that reach into each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exclusive or</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opposite quarters share a class: no straight line separates them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spirals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One arm a class, wound into each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaussian blobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One cloud a class, two to ten classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values that rise evenly in one direction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaussian bumps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Six hills and hollows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>House prices (lesson)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price = 2·area - 3.4·age + 4.2, inputs from a standard normal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x → y (a curve)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x → class (a probability)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(x1, x2) → class (a boundary)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(x1, x2) → y (a heat map)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>{name}: “{value}” is not a number. Write it like 0.01 or 1e-3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: “{value}” is not known. Choose one of: {options}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {value} is outside {low} … {high}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {value} is not a whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: “{value}” is neither true nor false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no NVIDIA or AMD GPU was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this PyTorch was built without CUDA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only on Macs with Apple silicon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a trial computation gave wrong numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a trial computation failed: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no lesson “{name}”. Choose one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The lesson {file} is damaged: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}, line {line}: {count} cells where the header has {wanted}. Complete the row or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} has more than {most} rows. Keep a part of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} has no rows below its header. Write one row for each point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}, line {line}: this is no CSV ({reason}). Save the table as CSV again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is larger than {most} MiB. Keep a part of its rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is no text in UTF-8. Save the table as CSV in UTF-8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}, line {line}: {count} columns where the task {task} needs {wanted}, the inputs and then the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}, line {line}: the first line must name the columns, not hold numbers. Add a header such as x,y.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” is not a number. Write it like 0.01 or 1e-3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}, line {line}, column “{column}”: “{cell}” is no class. Classes are whole numbers from 0 to {top}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are points of class {number}. Erase them first, or keep more classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>init.{name}: the model has no such parameter. It has: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>init.{name}: a number is too large for the precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>init.{name}: the numbers do not fill the shape {shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training stopped: {reason}. Run starts anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} failed ({reason}). Training goes on on the CPU with the same weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>features: choose at least one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden_sizes: {count} layers are too many, at most {most}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: “{value}” is not a list of numbers. Write it like [[0.5, 1], [2, 3]].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: the numbers of a parameter are a list, or a list of rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” can mean {options}: write one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{key}” is no setting here. Known: {options}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Initial weights: “{part}” is not NAME=numbers. Write them like weight=0.5; bias=0.25.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: “{value}” does not fit the other settings. Choose one of: {options}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>fields</name>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is predicted from what.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points to start from; click to add your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many points are drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation of the noise, in the data&apos;s units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the data: the same number gives the same points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many classes there are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the points kept out of training to test on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The function whose parameters are learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number that training makes small.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L1 penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds rate · Σ|w| over the weights, not the biases: pushes weights to 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L2 penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds rate/2 · Σw² over the weights, not the biases: keeps weights small.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How parameters move, given the gradients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far each update goes along the gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points an update looks at; 0 means all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether every epoch takes the points in a new order. Full batches need no order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passes over the training points; 0 means until stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the parameters start from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the initial weights and the shuffling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the numbers that PyTorch computes with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where PyTorch computes. Small models are often fastest on the CPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updates a second; 0 means flat out.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
