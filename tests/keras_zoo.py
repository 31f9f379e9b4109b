"""A small model of each class of keras.layers: how to make the layer, what it is given, which op it is.

Recipes are functions of ``keras.layers``, so that this table is read without Keras.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class Recipe:
    """``make`` gives the layer, ``call`` its outputs where it is not called on its inputs as they are.

    ``hidden`` layers are not described by their file: their weights and shapes only a live model knows.
    """

    type: str
    op: str
    shapes: tuple[Shape, ...]
    make: Callable[[Any], Any]
    call: Callable[[Any, list[Any]], Any] = lambda layer, x: layer(x[0] if len(x) == 1 else x)
    dtype: str = "float32"
    word: str = ""
    hidden: bool = False

    @property
    def id(self) -> str:
        return "-".join(filter(None, (self.type, self.word)))


NOT_BUILT = {
    "Equalization": "its symbolic output is its input, which Keras 3.15 takes for a cycle",
    "InputSpec": "says what a layer takes, and is none",
    "Layer": "an abstract base",
    "Wrapper": "an abstract base",
    "FlaxLayer": "needs JAX and Flax",
    "JaxLayer": "needs JAX",
    "TorchModuleWrapper": "needs PyTorch",
}
"""Classes without a recipe, and why."""

RECIPES: list[Recipe] = []


def row(type_: str, op: str, shape: Any, make: Callable[[Any], Any], **more: Any) -> None:
    shapes = tuple(shape) if isinstance(shape, list) else (shape,)
    RECIPES.append(Recipe(type_, op, shapes, make, **more))


# fmt: off
STEPS, IMAGE, VOLUME = (10, 8), (12, 12, 3), (8, 8, 8, 3)
PLACES = {1: STEPS, 2: IMAGE, 3: VOLUME}
TURNED = {1: (8, 10), 2: (3, 12, 12), 3: (3, 8, 8, 8)}

row("InputLayer", "input", (8,), lambda of: of.Identity())
row("Dense", "dense", (8,), lambda of: of.Dense(4))
row("Dense", "dense", (7, 8), lambda of: of.Dense(4, use_bias=False, activation="relu"), word="steps")
row("Dense", "dense", (8,), lambda of: of.Dense(4, trainable=False), word="frozen")
row("Dense", "dense", (8,), lambda of: of.Dense(4, lora_rank=2), word="lora")
row("Dense", "dense", (8,), lambda of: of.Dense(4, dtype="mixed_float16"), word="mixed")
row("EinsumDense", "dense", (8,), lambda of: of.EinsumDense("ab,bc->ac", 4, bias_axes="c"))
row("EinsumDense", "dense", (9, 8), lambda of: of.EinsumDense("abc,cde->abde", (None, 2, 3), bias_axes="de"), word="heads")
row("EinsumDense", "dense", (9, 8), lambda of: of.EinsumDense("...x,xy->...y", 4), word="ellipsis")
row("EinsumDense", "dense", (9, 8), lambda of: of.EinsumDense("abc,bcd->abd", (9, 4), bias_axes="bd"), word="at_each")
row("EinsumDense", "dense", (9, 8), lambda of: of.EinsumDense("abc,cd->abd", (None, 4), bias_axes="d", lora_rank=2), word="lora")
row("Embedding", "embedding", (10,), lambda of: of.Embedding(50, 4), dtype="int32")
row("Embedding", "embedding", (10,), lambda of: of.Embedding(50, 4, mask_zero=True), dtype="int32", word="masked")
row("Embedding", "embedding", (10,), lambda of: of.Embedding(50, 4, lora_rank=2), dtype="int32", word="lora")
row("ReversibleEmbedding", "embedding", (10,), lambda of: of.ReversibleEmbedding(50, 4), dtype="int32")
row("ReversibleEmbedding", "embedding", (10,), lambda of: of.ReversibleEmbedding(50, 4, tie_weights=False), dtype="int32", word="untied")
row(
    "ReversibleEmbedding", "embedding", (10,), lambda of: of.ReversibleEmbedding(50, 4),
    call=lambda layer, x: layer(layer(x[0]), reverse=True), dtype="int32", word="there_and_back",
)
row("Lambda", "lambda", (8,), lambda of: of.Lambda(_doubled, output_shape=(16,)))
row("Masking", "mask", STEPS, lambda of: of.Masking())
row("Identity", "other", STEPS, lambda of: of.Identity())

for n, shape in PLACES.items():
    turned = TURNED[n]
    row(f"Conv{n}D", "conv", shape, lambda of, n=n: getattr(of, f"Conv{n}D")(4, 3))
    row(f"Conv{n}D", "conv", shape, lambda of, n=n: getattr(of, f"Conv{n}D")(4, 3, strides=2, padding="same", use_bias=False), word="same")
    row(f"Conv{n}D", "conv", shape, lambda of, n=n: getattr(of, f"Conv{n}D")(4, 2, dilation_rate=3), word="dilated")
    row(f"Conv{n}D", "conv", turned, lambda of, n=n: getattr(of, f"Conv{n}D")(4, 3, data_format="channels_first"), word="turned")
    row(f"Conv{n}D", "conv", (None,) * n + (4,), lambda of, n=n: getattr(of, f"Conv{n}D")(6, 3, groups=2), word="groups")
    row(f"Conv{n}DTranspose", "deconv", shape, lambda of, n=n: getattr(of, f"Conv{n}DTranspose")(4, 3, strides=2))
    row(f"Conv{n}DTranspose", "deconv", shape, lambda of, n=n: getattr(of, f"Conv{n}DTranspose")(4, 2, strides=3), word="gaps")
    row(f"Conv{n}DTranspose", "deconv", shape, lambda of, n=n: getattr(of, f"Conv{n}DTranspose")(4, 3, strides=2, padding="same", use_bias=False), word="same")
    row(f"Conv{n}DTranspose", "deconv", shape, lambda of, n=n: getattr(of, f"Conv{n}DTranspose")(4, 3, strides=2, output_padding=1), word="padded")
    row(f"Conv{n}DTranspose", "deconv", shape, lambda of, n=n: getattr(of, f"Conv{n}DTranspose")(4, 3, padding="same", strides=3, output_padding=1), word="same_padded")
    row(f"Conv{n}DTranspose", "deconv", shape, lambda of, n=n: getattr(of, f"Conv{n}DTranspose")(4, 3, dilation_rate=2), word="dilated")
    row(f"Conv{n}DTranspose", "deconv", turned, lambda of, n=n: getattr(of, f"Conv{n}DTranspose")(4, 3, data_format="channels_first"), word="turned")
    for mode in ("Max", "Average"):
        name = f"{mode}Pooling{n}D"
        row(name, "pool", shape, lambda of, name=name: getattr(of, name)(2))
        row(name, "pool", shape, lambda of, name=name: getattr(of, name)(3, strides=2, padding="same"), word="same")
        row(name, "pool", turned, lambda of, name=name: getattr(of, name)(3, data_format="channels_first"), word="turned")
        name = f"Global{mode}Pooling{n}D"
        row(name, "pool", shape, lambda of, name=name: getattr(of, name)())
        row(name, "pool", turned, lambda of, name=name: getattr(of, name)(keepdims=True, data_format="channels_first"), word="turned")
        name = f"Adaptive{mode}Pooling{n}D"
        row(name, "pool", shape, lambda of, name=name: getattr(of, name)(2))
        row(name, "pool", turned, lambda of, name=name: getattr(of, name)(2, data_format="channels_first"), word="turned")
    row(f"ZeroPadding{n}D", "pad", shape, lambda of, n=n: getattr(of, f"ZeroPadding{n}D")(2))
    row(f"ZeroPadding{n}D", "pad", shape, lambda of, n=n: getattr(of, f"ZeroPadding{n}D")(((1, 2),) * n if n > 1 else (1, 2)), word="uneven")
    row(f"Cropping{n}D", "crop", shape, lambda of, n=n: getattr(of, f"Cropping{n}D")(2))
    row(f"Cropping{n}D", "crop", shape, lambda of, n=n: getattr(of, f"Cropping{n}D")(((1, 2),) * n if n > 1 else (1, 2)), word="uneven")
    row(f"UpSampling{n}D", "upsample", shape, lambda of, n=n: getattr(of, f"UpSampling{n}D")(3))
    row(f"ConvLSTM{n}D", "recurrent", (5, *shape), lambda of, n=n: getattr(of, f"ConvLSTM{n}D")(4, 3))
    row(
        f"ConvLSTM{n}D", "recurrent", (5, *shape),
        lambda of, n=n: getattr(of, f"ConvLSTM{n}D")(4, 3, padding="same", strides=2, return_sequences=True, return_state=True, use_bias=False),
        word="states",
    )
    row(f"SpatialDropout{n}D", "dropout", shape, lambda of, n=n: getattr(of, f"SpatialDropout{n}D")(0.5))
for n in (1, 2):
    shape, turned = PLACES[n], TURNED[n]
    for kind, more in (("Depthwise", {}), ("Separable", {"filters": 5})):
        name = f"{kind}Conv{n}D"
        row(name, "conv", shape, lambda of, name=name, more=more: getattr(of, name)(kernel_size=3, **more))
        row(name, "conv", shape, lambda of, name=name, more=more: getattr(of, name)(kernel_size=3, depth_multiplier=2, use_bias=False, padding="same", strides=2, **more), word="multiplied")
        row(name, "conv", shape, lambda of, name=name, more=more: getattr(of, name)(kernel_size=3, dilation_rate=2, **more), word="dilated")
        row(name, "conv", turned, lambda of, name=name, more=more: getattr(of, name)(kernel_size=3, data_format="channels_first", **more), word="turned")
row("Conv1D", "conv", STEPS, lambda of: of.Conv1D(4, 3, padding="causal", dilation_rate=2), word="causal")
row("Conv2D", "conv", IMAGE, lambda of: of.Conv2D(4, 3, lora_rank=2), word="lora")
row("Conv2D", "conv", (12, 12, 4), lambda of: of.Conv2D(4, 3, groups=2, use_bias=False, lora_rank=2), word="lora_groups")
row("Conv3D", "conv", VOLUME, lambda of: of.Conv3D(4, 3, trainable=False), word="frozen")
row("ZeroPadding2D", "pad", (3, 12, 12), lambda of: of.ZeroPadding2D(((1, 2), (3, 4)), data_format="channels_first"), word="turned")
row("UpSampling2D", "upsample", (3, 12, 12), lambda of: of.UpSampling2D((2, 3), data_format="channels_first"), word="turned")

for name in ("LSTM", "GRU", "SimpleRNN"):
    row(name, "recurrent", STEPS, lambda of, name=name: getattr(of, name)(4))
    row(name, "recurrent", (None, 8), lambda of, name=name: getattr(of, name)(4, return_sequences=True, return_state=True, use_bias=False), word="states")
    row(name, "recurrent", STEPS, lambda of, name=name: getattr(of, name)(4, go_backwards=True, unroll=True, return_sequences=True), word="backwards")
    cell = f"{name}Cell"
    states = 2 if name == "LSTM" else 1
    row(
        cell, "recurrent", [(8,), *[(4,)] * states], lambda of, cell=cell: getattr(of, cell)(4),
        call=lambda layer, x: layer(x[0], x[1:]),
    )
    row("RNN", "recurrent", STEPS, lambda of, cell=cell: of.RNN(getattr(of, cell)(4), return_state=True), word=cell)
row("GRU", "recurrent", STEPS, lambda of: of.GRU(4, reset_after=False), word="reset_before")
row(
    "LSTM", "recurrent", [STEPS, (4,), (4,)], lambda of: of.LSTM(4),
    call=lambda layer, x: layer(x[0], initial_state=x[1:]), word="begun",
)
row("RNN", "recurrent", STEPS, lambda of: of.RNN([of.GRUCell(5), of.LSTMCell(4)], return_sequences=True, return_state=True), word="stack")
row(
    "StackedRNNCells", "recurrent", [(8,), (5,), (4,), (4,)],
    lambda of: of.StackedRNNCells([of.GRUCell(5), of.LSTMCell(4)]),
    call=lambda layer, x: layer(x[0], [x[1], x[2:]]),
)
row("Bidirectional", "recurrent", STEPS, lambda of: of.Bidirectional(of.LSTM(4)))
for merge in ("sum", "mul", "ave", "concat", None):
    row("Bidirectional", "recurrent", STEPS, lambda of, merge=merge: of.Bidirectional(of.GRU(4, return_sequences=True, return_state=True), merge_mode=merge), word=f"{merge}")
row("Bidirectional", "recurrent", STEPS, lambda of: of.Bidirectional(of.LSTM(4), backward_layer=of.LSTM(4, go_backwards=True, name="back")), word="two")
row("TimeDistributed", "dense", STEPS, lambda of: of.TimeDistributed(of.Dense(4)))
row("TimeDistributed", "conv", (5, *IMAGE), lambda of: of.TimeDistributed(of.Conv2D(4, 3)), word="conv")
row("TimeDistributed", "norm", (5, *IMAGE), lambda of: of.TimeDistributed(of.BatchNormalization()), word="norm")
row("TimeDistributed", "recurrent", (5, *STEPS), lambda of: of.TimeDistributed(of.LSTM(4)), word="lstm")
row("TimeDistributed", "pool", (None, *IMAGE), lambda of: of.TimeDistributed(of.GlobalAveragePooling2D()), word="pool")

for name in ("Attention", "AdditiveAttention"):
    row(name, "attention", [(6, 8), (10, 8)], lambda of, name=name: getattr(of, name)())
    row(name, "attention", [(6, 8), (10, 8), (10, 8)], lambda of, name=name: getattr(of, name)(), word="key")
    row(
        name, "attention", [(6, 8), (10, 8)], lambda of, name=name: getattr(of, name)(),
        call=lambda layer, x: layer(x, return_attention_scores=True), word="scores",
    )
row("Attention", "attention", [(6, 8), (10, 8)], lambda of: of.Attention(use_scale=True, score_mode="concat"), word="concat")
row("AdditiveAttention", "attention", [(6, 8), (10, 8)], lambda of: of.AdditiveAttention(use_scale=False), word="plain")


def heads(word: str, make: Callable[[Any], Any], call: Callable[[Any, list[Any]], Any], *shapes: Shape) -> None:
    row("MultiHeadAttention", "attention", list(shapes) or [STEPS], make, call=call, word=word)


heads("", lambda of: of.MultiHeadAttention(2, 3), lambda layer, x: layer(x[0], x[0]))
heads("cross", lambda of: of.MultiHeadAttention(2, 3, value_dim=5, use_bias=False), lambda layer, x: layer(x[0], value=x[1]), STEPS, (6, 12))
heads("key", lambda of: of.MultiHeadAttention(2, 3, output_shape=7), lambda layer, x: layer(x[0], x[1], key=x[2]), STEPS, (6, 12), (6, 5))
heads("scores", lambda of: of.MultiHeadAttention(2, 3), lambda layer, x: layer(x[0], x[0], return_attention_scores=True))
heads("axes", lambda of: of.MultiHeadAttention(2, 3, attention_axes=(2,)), lambda layer, x: layer(x[0], x[0]), (4, 10, 8))
heads("gate", lambda of: of.MultiHeadAttention(2, 3, value_dim=5, use_gate=True), lambda layer, x: layer(x[0], x[0]))
heads("masked", lambda of: of.MultiHeadAttention(2, 3), lambda layer, x: layer(x[0], x[0], attention_mask=x[1], use_causal_mask=True), STEPS, (10, 10))
heads("shape", lambda of: of.MultiHeadAttention(2, 3, output_shape=(4, 5)), lambda layer, x: layer(x[0], x[0]))


def grouped(word: str, make: Callable[[Any], Any], call: Callable[[Any, list[Any]], Any], *shapes: Shape) -> None:
    row("GroupQueryAttention", "attention", list(shapes) or [STEPS], make, call=call, word=word)


grouped("", lambda of: of.GroupQueryAttention(3, 4, 2), lambda layer, x: layer(x[0], x[0]))
grouped("cross", lambda of: of.GroupQueryAttention(3, 4, 2, use_bias=False), lambda layer, x: layer(x[0], x[1]), STEPS, (6, 8))
grouped("gate", lambda of: of.GroupQueryAttention(3, 4, 2, use_gate=True), lambda layer, x: layer(x[0], x[0]))
grouped("scores", lambda of: of.GroupQueryAttention(3, 4, 1), lambda layer, x: layer(x[0], x[0], return_attention_scores=True))

row("BatchNormalization", "norm", IMAGE, lambda of: of.BatchNormalization())
row("BatchNormalization", "norm", (3, 12, 12), lambda of: of.BatchNormalization(axis=1, scale=False), word="turned")
row("BatchNormalization", "norm", (8,), lambda of: of.BatchNormalization(renorm=True), word="renorm")
row("LayerNormalization", "norm", STEPS, lambda of: of.LayerNormalization())
row("LayerNormalization", "norm", STEPS, lambda of: of.LayerNormalization(axis=(1, 2), center=False), word="axes")
row("LayerNormalization", "norm", STEPS, lambda of: of.LayerNormalization(rms_scaling=True), word="rms")
row("RMSNormalization", "norm", STEPS, lambda of: of.RMSNormalization())
row("RMSNormalization", "norm", STEPS, lambda of: of.RMSNormalization(axis=(1, 2)), word="axes")
row("GroupNormalization", "norm", (12, 12, 8), lambda of: of.GroupNormalization(4))
row("GroupNormalization", "norm", (12, 12, 8), lambda of: of.GroupNormalization(-1, scale=False), word="instance")
row("UnitNormalization", "norm", (8,), lambda of: of.UnitNormalization())
row("SpectralNormalization", "conv", IMAGE, lambda of: of.SpectralNormalization(of.Conv2D(4, 3)))
row("SpectralNormalization", "dense", (8,), lambda of: of.SpectralNormalization(of.Dense(4)), word="dense")
row("SpectralNormalization", "embedding", (10,), lambda of: of.SpectralNormalization(of.Embedding(50, 4)), word="embedding", dtype="int32")
row("SpectralNormalization", "deconv", IMAGE, lambda of: of.SpectralNormalization(of.Conv2DTranspose(4, 3)), word="deconv")
row("SpectralNormalization", "conv", IMAGE, lambda of: of.SpectralNormalization(of.DepthwiseConv2D(3)), word="depthwise")
row("SpectralNormalization", "dense", (9, 8), lambda of: of.SpectralNormalization(of.EinsumDense("abc,cde->abde", (9, 2, 3))), word="einsum")
row("Normalization", "norm", (8,), lambda of: of.Normalization())
row("Normalization", "norm", (8,), lambda of: of.Normalization(axis=None), word="one")
row("Normalization", "norm", (8,), lambda of: of.Normalization(mean=[1.0] * 8, variance=[2.0] * 8), word="given")

row("Activation", "activation", (8,), lambda of: of.Activation("relu"))
for name in ("ReLU", "LeakyReLU", "ELU", "Softmax"):
    row(name, "activation", STEPS, lambda of, name=name: getattr(of, name)())
row("PReLU", "activation", IMAGE, lambda of: of.PReLU())
row("PReLU", "activation", IMAGE, lambda of: of.PReLU(shared_axes=[1, 2]), word="shared")
for name in ("Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise"):
    row(name, "dropout", (8,), lambda of, name=name: getattr(of, name)(0.5))
row("ActivityRegularization", "dropout", (8,), lambda of: of.ActivityRegularization(0.1))
for name, op in {
    "Add": "add", "Subtract": "subtract", "Multiply": "multiply", "Average": "average", "Maximum": "average", "Minimum": "average",
}.items():
    row(name, op, [(8,), (8,)], lambda of, name=name: getattr(of, name)())
    row(name, op, [(5, 8), (5, 1)], lambda of, name=name: getattr(of, name)(), word="broadcast")
row("Concatenate", "concat", [(5, 8), (5, 3)], lambda of: of.Concatenate())
row("Concatenate", "concat", [(5, 8), (3, 8)], lambda of: of.Concatenate(axis=1), word="steps")
row("Dot", "matmul", [(8,), (8,)], lambda of: of.Dot(1))
row("Dot", "matmul", [(5, 8), (6, 8)], lambda of: of.Dot(2, normalize=True), word="steps")
row("Dot", "matmul", [(5, 8), (8, 6)], lambda of: of.Dot((2, 1)), word="axes")

row("Flatten", "reshape", IMAGE, lambda of: of.Flatten())
row("Flatten", "reshape", (3, 4, 4), lambda of: of.Flatten(data_format="channels_first"), word="turned")
row("Reshape", "reshape", (12,), lambda of: of.Reshape((3, -1)))
row("Reshape", "reshape", (None, 4), lambda of: of.Reshape((-1, 2, 2)), word="open")
row("Permute", "reshape", (2, 3, 4), lambda of: of.Permute((3, 1, 2)))
row("RepeatVector", "reshape", (8,), lambda of: of.RepeatVector(3))

row("Rescaling", "rescale", IMAGE, lambda of: of.Rescaling(1 / 255))
for name in ("Resizing", "CenterCrop", "RandomCrop"):
    row(name, "upsample", IMAGE, lambda of, name=name: getattr(of, name)(6, 8))
    row(name, "upsample", (3, 12, 12), lambda of, name=name: getattr(of, name)(6, 8, data_format="channels_first"), word="turned")
for name, arguments in {
    "AugMix": (), "AutoContrast": (), "ContrastLimitedAdaptiveHistogramEqualization": (), "CutMix": (),
    "MixUp": (), "RandAugment": (), "RandomBrightness": (0.2,), "RandomColorDegeneration": (0.2,), "RandomColorJitter": (),
    "RandomContrast": (0.2,), "RandomElasticTransform": (), "RandomErasing": (), "RandomFlip": (), "RandomGaussianBlur": (),
    "RandomGrayscale": (), "RandomHue": (0.2,), "RandomInvert": (), "RandomPerspective": (), "RandomPosterization": (3,),
    "RandomRotation": (0.2,), "RandomSaturation": (0.2,), "RandomSharpness": (0.2,), "RandomShear": (0.2, 0.2),
    "RandomTranslation": (0.2, 0.2), "RandomZoom": (0.2,), "Solarization": (),
}.items():
    row(name, "other", IMAGE, lambda of, name=name, arguments=arguments: getattr(of, name)(*arguments))
row("Pipeline", "other", IMAGE, lambda of: of.Pipeline([of.RandomFlip(), of.RandomZoom(0.1)]))
row("Pipeline", "other", IMAGE, lambda of: of.Pipeline([of.RandomFlip(), of.Resizing(6, 8)]), word="resized")
row("MaxNumBoundingBoxes", "other", IMAGE, lambda of: of.MaxNumBoundingBoxes(5))

row("CategoryEncoding", "other", (3,), lambda of: of.CategoryEncoding(7), dtype="int32")
row("CategoryEncoding", "other", (3,), lambda of: of.CategoryEncoding(7, output_mode="one_hot"), dtype="int32", word="one_hot")
row("CategoryEncoding", "other", (1,), lambda of: of.CategoryEncoding(7, output_mode="one_hot"), dtype="int32", word="of_one")
row("CategoryEncoding", "other", (3,), lambda of: of.CategoryEncoding(7, output_mode="count"), dtype="int32", word="count")
row("Discretization", "other", (3,), lambda of: of.Discretization([0.0, 1.0]))
row("Discretization", "other", (3,), lambda of: of.Discretization([0.0, 1.0], output_mode="one_hot"), word="one_hot")
row("Discretization", "other", (1,), lambda of: of.Discretization(num_bins=4, output_mode="one_hot"), word="bins")
row("Discretization", "other", (3,), lambda of: of.Discretization([0.0, 1.0], output_mode="multi_hot"), word="multi_hot")
row("CategoryEncoding", "other", (5, 3), lambda of: of.CategoryEncoding(7), dtype="int32", word="rows")
row("Discretization", "other", (5, 3), lambda of: of.Discretization([0.0, 1.0], output_mode="multi_hot"), word="rows")
row("Hashing", "other", (3,), lambda of: of.Hashing(7), dtype="string")
row("Hashing", "other", (5, 3), lambda of: of.Hashing(7, output_mode="multi_hot"), dtype="string", word="rows")
row("StringLookup", "other", (5, 3), lambda of: of.StringLookup(vocabulary=["a"], output_mode="multi_hot"), dtype="string", word="rows")
row("HashedCrossing", "other", [(3,), (3,)], lambda of: of.HashedCrossing(7, output_mode="one_hot"), dtype="string", word="rows")
row("Hashing", "other", (3,), lambda of: of.Hashing(7, output_mode="one_hot"), dtype="string", word="one_hot")
row("HashedCrossing", "other", [(1,), (1,)], lambda of: of.HashedCrossing(7), dtype="string")
row("HashedCrossing", "other", [(1,), (1,)], lambda of: of.HashedCrossing(7, output_mode="one_hot"), dtype="string", word="one_hot")
row("IntegerLookup", "other", (3,), lambda of: of.IntegerLookup(vocabulary=[1, 2, 3]), dtype="int64")
row("IntegerLookup", "other", (3,), lambda of: of.IntegerLookup(vocabulary=[1, 2, 3], output_mode="multi_hot"), dtype="int64", word="multi_hot")
row("StringLookup", "other", (3,), lambda of: of.StringLookup(vocabulary=["a", "b"]), dtype="string")
row("StringLookup", "other", (3,), lambda of: of.StringLookup(vocabulary=["a", "b"], output_mode="one_hot"), dtype="string", word="one_hot")
row("StringLookup", "other", (3,), lambda of: of.StringLookup(max_tokens=9, vocabulary=["a"], output_mode="count", pad_to_max_tokens=True), dtype="string", word="padded")
row("TextVectorization", "other", (1,), lambda of: of.TextVectorization(vocabulary=["a", "b"]), dtype="string")
row("TextVectorization", "other", (1,), lambda of: of.TextVectorization(vocabulary=["a"], output_sequence_length=6), dtype="string", word="steps")
row("TextVectorization", "other", (1,), lambda of: of.TextVectorization(vocabulary=["a"], output_mode="multi_hot"), dtype="string", word="multi_hot")
row("MelSpectrogram", "other", (4000,), lambda of: of.MelSpectrogram(num_mel_bins=16, sequence_stride=100))
for mode in ("log", "real", "imag", "stft"):
    row("STFTSpectrogram", "other", (400, 2), lambda of, mode=mode: of.STFTSpectrogram(mode, frame_length=32, window=None), word=mode)
row("STFTSpectrogram", "other", (400, 2), lambda of: of.STFTSpectrogram(frame_length=32, window=None, frame_step=8, fft_length=64, padding="same", expand_dims=True), word="places")
row("STFTSpectrogram", "other", (2, 400), lambda of: of.STFTSpectrogram(frame_length=32, window=None, data_format="channels_first"), word="turned")


def _exported(of: Any) -> Any:
    """Make a SavedModel, and a layer of it."""
    import tempfile

    import keras

    with tempfile.TemporaryDirectory() as folder:
        keras.Sequential([keras.Input((8,)), of.Dense(4)]).export(folder, verbose=False)
        return of.TFSMLayer(folder, call_endpoint="serve")


row("TFSMLayer", "other", (8,), _exported, hidden=True)
# fmt: on


def _doubled(x: Any) -> Any:
    import keras

    return keras.ops.concatenate([x, x], axis=-1)


def build(recipe: Recipe) -> Any:
    """Make the model: inputs, the layer, and nothing behind it, so that no other layer tells its shape."""
    import keras

    keras.utils.clear_session()
    keras.utils.set_random_seed(1)
    inputs = [keras.Input(shape, dtype=recipe.dtype, name=f"x{i}") for i, shape in enumerate(recipe.shapes)]
    outputs = recipe.call(recipe.make(keras.layers), inputs)
    return keras.Model(inputs, keras.tree.flatten(outputs), name="small")
