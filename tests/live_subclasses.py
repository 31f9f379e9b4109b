"""Subclassed models of Keras; imported only by tests that have Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import layers as kl
from keras import ops


class Residual(kl.Layer):
    def __init__(self, width, name):
        super().__init__(name=name)
        self.first = kl.Conv2D(width, 3, padding="same", name=f"{name}_first")
        self.second = kl.Conv2D(width, 3, padding="same", name=f"{name}_second")
        self.norm = kl.BatchNormalization(name=f"{name}_norm")

    def call(self, x, training=None):
        return ops.relu(x + self.norm(self.second(ops.relu(self.first(x))), training=training))


class ResNet(keras.Model):
    """One block is called twice; the head is a Sequential that is built when it is called."""

    def __init__(self):
        super().__init__(name="resnet")
        self.stem = kl.Conv2D(8, 3, name="stem")
        self.one, self.two = Residual(8, name="one"), Residual(8, name="two")
        self.head = keras.Sequential([kl.GlobalAveragePooling2D(name="gap"), kl.Dense(3, name="fc")], name="head")

    def call(self, x):
        return self.head(self.one(self.two(self.one(self.stem(x)))))


class Bert(keras.Model):
    """Inputs by key, a layer that reads a constant, a weight that is used by itself, weights that nothing uses."""

    def __init__(self):
        super().__init__(name="bert")
        self.words, self.places = kl.Embedding(50, 8, name="words"), kl.Embedding(6, 8, name="places")
        self.attention = kl.MultiHeadAttention(2, 4, name="attention")
        self.norm = kl.LayerNormalization(name="norm")
        self.scale = self.add_weight(shape=(1, 1, 8), name="scale")
        self.spare = kl.Dense(3, name="spare")
        self.spare.build((None, 8))

    def call(self, inputs):
        x = self.words(inputs["ids"]) + ops.expand_dims(self.places(ops.arange(6)), 0)
        x = ops.multiply(x, self.scale)
        y = self.attention(x, x, attention_mask=inputs["mask"])
        return {"out": self.norm(x + y), "all": y}


class Raw(kl.Layer):
    """Functions of TensorFlow take no symbolic tensors."""

    def __init__(self):
        super().__init__(name="raw")
        self.inner = kl.Dense(4, name="inner")

    def call(self, x):
        return tf.nn.relu(self.inner(x))


class HalfOpen(keras.Model):
    def __init__(self):
        super().__init__(name="half")
        self.raw, self.out = Raw(), kl.Dense(2, name="out")

    def call(self, x):
        return self.out(self.raw(x))


class Deciding(keras.Model):
    """What it calls depends on the numbers."""

    def __init__(self):
        super().__init__(name="deciding")
        self.one, self.two = kl.Dense(4, name="one"), kl.Dense(2, name="two")

    def call(self, x):
        if ops.mean(x) > 0:
            return self.two(self.one(x))
        return self.two(self.one(-x))


class TwoInputs(keras.Model):
    def __init__(self):
        super().__init__(name="pair")
        self.one, self.two = kl.Dense(4, name="one"), kl.Dense(4, name="two")

    def call(self, x, y, training=None):
        return self.one(x) + self.two(y)


class Counting(keras.Model):
    """Needs to know how many there are in a batch."""

    def __init__(self):
        super().__init__(name="counting")
        self.out = kl.Dense(2, name="out")

    def call(self, x):
        return self.out(ops.concatenate([x, ops.ones((int(x.shape[0]), 1))], axis=-1))


class Odd(kl.Layer):
    """Takes an object that no file can hold, and makes another size of its own."""

    def __init__(self, thing, **more):
        super().__init__(**more)
        self.thing = thing

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 7))
        self.still = self.add_weight(shape=(7,), trainable=False)

    def call(self, x):
        return ops.matmul(x, self.kernel) + self.still
