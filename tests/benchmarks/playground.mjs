// The other side of playground.py: a network as TensorFlow Playground trains it, in double precision, point by point.
//
// Written from a description of what Playground computes: objects for neurons and connections, forward and backward for
// every point, gradients added up, one update with their mean after each batch; squared error / 2, tanh everywhere.
// Reads JSON from standard input, a line each, and answers each with a line: first the problem, then what to do.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const TANH = {
  value: (sum) => Math.tanh(sum),
  slope: (sum) => {
    const value = Math.tanh(sum);
    return 1 - value * value;
  },
};

class Connection {
  constructor(source, target) {
    this.source = source;
    this.target = target;
    this.weight = 0;
    this.gradient = 0;
    this.nPoints = 0;
  }
}

class Neuron {
  constructor(activation) {
    this.activation = activation;
    this.incoming = [];
    this.outgoing = [];
    this.bias = 0;
    this.sum = 0;
    this.output = 0;
    this.outputGradient = 0;
    this.sumGradient = 0;
    this.gradient = 0;
    this.nPoints = 0;
  }

  respond() {
    this.sum = this.bias;
    for (let i = 0; i < this.incoming.length; i++) {
      const connection = this.incoming[i];
      this.sum += connection.weight * connection.source.output;
    }
    this.output = this.activation.value(this.sum);
  }
}

class Network {
  constructor(sizes) {
    this.layers = sizes.map((size) => Array.from({ length: size }, () => new Neuron(TANH)));
    for (let depth = 1; depth < sizes.length; depth++) {
      for (const target of this.layers[depth]) {
        for (const source of this.layers[depth - 1]) {
          const connection = new Connection(source, target);
          target.incoming.push(connection);
          source.outgoing.push(connection);
        }
      }
    }
    this.neurons = this.layers.slice(1).flat();
  }

  forward(inputs) {
    const first = this.layers[0];
    for (let i = 0; i < first.length; i++) first[i].output = inputs[i];
    for (let depth = 1; depth < this.layers.length; depth++) {
      const layer = this.layers[depth];
      for (let i = 0; i < layer.length; i++) layer[i].respond();
    }
    return this.layers[this.layers.length - 1][0].output;
  }

  backward(target) {
    const last = this.layers[this.layers.length - 1][0];
    last.outputGradient = last.output - target;
    for (let depth = this.layers.length - 1; depth >= 1; depth--) {
      const layer = this.layers[depth];
      for (let i = 0; i < layer.length; i++) {
        const neuron = layer[i];
        neuron.sumGradient = neuron.outputGradient * neuron.activation.slope(neuron.sum);
        neuron.gradient += neuron.sumGradient;
        neuron.nPoints++;
        for (let j = 0; j < neuron.incoming.length; j++) {
          const connection = neuron.incoming[j];
          connection.gradient += neuron.sumGradient * connection.source.output;
          connection.nPoints++;
        }
      }
      if (depth === 1) break;
      const before = this.layers[depth - 1];
      for (let i = 0; i < before.length; i++) {
        const neuron = before[i];
        neuron.outputGradient = 0;
        for (let j = 0; j < neuron.outgoing.length; j++) {
          const connection = neuron.outgoing[j];
          neuron.outputGradient += connection.weight * connection.target.sumGradient;
        }
      }
    }
  }

  update(learningRate) {
    for (let i = 0; i < this.neurons.length; i++) {
      const neuron = this.neurons[i];
      neuron.bias -= (learningRate * neuron.gradient) / neuron.nPoints;
      neuron.gradient = 0;
      neuron.nPoints = 0;
      for (let j = 0; j < neuron.incoming.length; j++) {
        const connection = neuron.incoming[j];
        connection.weight -= (learningRate * connection.gradient) / connection.nPoints;
        connection.gradient = 0;
        connection.nPoints = 0;
      }
    }
  }

  connections(neuron) {
    return neuron.incoming;
  }
}

/** Playground's own engine behind the methods of `Network`. */
class Original {
  constructor(engine, sizes) {
    this.engine = engine;
    const names = sizes.slice(0, 1).flatMap((size) => Array.from({ length: size }, (_, i) => `x${i}`));
    this.nodes = engine.buildNetwork(sizes, engine.Activations.TANH, engine.Activations.TANH, null, names);
    this.neurons = this.nodes.slice(1).flat();
  }

  forward(inputs) {
    return this.engine.forwardProp(this.nodes, inputs);
  }

  backward(target) {
    this.engine.backProp(this.nodes, target, this.engine.Errors.SQUARE);
  }

  update(learningRate) {
    this.engine.updateWeights(this.nodes, learningRate, 0);
  }

  connections(neuron) {
    return neuron.inputLinks;
  }
}

/** The features that can be switched on; a place's inputs are those that are. */
const FEATURES = {
  x1: (x1, x2) => x1,
  x2: (x1, x2) => x2,
  x1_squared: (x1, x2) => x1 * x1,
  x2_squared: (x1, x2) => x2 * x2,
  x1_x2: (x1, x2) => x1 * x2,
  sin_x1: (x1, x2) => Math.sin(x1),
  sin_x2: (x1, x2) => Math.sin(x2),
};

function inputsAt(features, x1, x2) {
  const inputs = [];
  for (let i = 0; i < features.length; i++) inputs.push(features[i](x1, x2));
  return inputs;
}

function epoch(network, { train, batchSize, learningRate }) {
  for (let i = 0; i < train.length; i++) {
    network.forward(train[i].inputs);
    network.backward(train[i].target);
    if ((i + 1) % batchSize === 0) network.update(learningRate);
  }
}

function loss(network, points) {
  let total = 0;
  for (let i = 0; i < points.length; i++) total += 0.5 * (network.forward(points[i].inputs) - points[i].target) ** 2;
  return total / points.length;
}

function fillMaps(network, maps, axis, features) {
  for (let row = 0; row < axis.length; row++) {
    for (let column = 0; column < axis.length; column++) {
      network.forward(inputsAt(features, axis[column], axis[row]));
      for (let i = 0; i < maps.length; i++) maps[i][row][column] = network.neurons[i].output;
    }
  }
}

/** Do an amount of work so many times; return what the last one gave. */
function work(network, problem, maps, kind, count) {
  let losses = [];
  for (let i = 0; i < count; i++) {
    epoch(network, problem);
    if (kind !== "train") losses = [loss(network, problem.train), loss(network, problem.test)];
    if (kind === "frame") fillMaps(network, maps, problem.axis, problem.features);
  }
  return losses;
}

const file = process.argv[2];
const loaded = file && (await import(pathToFileURL(file)));
let network, problem, maps;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer = {};
  if (request.sizes) {
    problem = { ...request, features: request.features.map((key) => FEATURES[key]) };
    network = file ? new Original(loaded.default ?? loaded, problem.sizes) : new Network(problem.sizes);
    network.neurons.forEach((neuron, i) => {
      neuron.bias = problem.biases[i];
      network.connections(neuron).forEach((connection, j) => (connection.weight = problem.weights[i][j]));
    });
    maps = network.neurons.map(() => problem.axis.map(() => new Array(problem.axis.length)));
  } else if (request.kind) {
    const started = performance.now();
    const losses = work(network, problem, maps, request.kind, request.count);
    answer = { seconds: (performance.now() - started) / 1000, losses };
  } else {
    answer = {
      biases: network.neurons.map((neuron) => neuron.bias),
      weights: network.neurons.map((neuron) => network.connections(neuron).map((connection) => connection.weight)),
      maps,
    };
  }
  console.log(JSON.stringify(answer));
}
