"""Small models of Keras, each with something that is easily drawn wrong; Keras is imported only where one is built."""

from __future__ import annotations


def build(name):
    """Build a model; the names of layers count from one again."""
    import keras

    keras.utils.clear_session()
    return globals()[name]()


def chain():
    import keras
    from keras import layers as kl

    inputs = keras.Input((16, 16, 3), name="image")
    x = kl.Conv2D(4, 3, strides=2, padding="same", use_bias=False)(inputs)
    x = kl.ReLU(max_value=6)(kl.BatchNormalization()(x))
    x = kl.DepthwiseConv2D(3, padding="same")(x)
    return keras.Model(inputs, kl.Dense(3, "softmax")(kl.Flatten()(kl.Dropout(0.5)(x))), name="chain")


def operations():
    """Operations are no layers: ``model.layers`` does not list them."""
    import keras
    from keras import layers as kl
    from keras import ops

    inputs = keras.Input((8, 4))
    x = kl.Dense(4)(inputs) * 0.5 + inputs
    first, second = ops.split(x, 2, axis=-1)
    x = ops.concatenate([ops.relu(first), second[:, :, :1], second], axis=-1)
    return keras.Model(inputs, ops.mean(x, axis=1)[:, None] - 1.0, name="operations")


def reused():
    """A(B(A(B(x)))) is a chain of four calls, not a cycle of two layers."""
    import keras
    from keras import layers as kl

    a, b = kl.Dense(4, name="a"), kl.Dense(4, name="b")
    inputs = keras.Input((4,))
    return keras.Model(inputs, a(b(a(b(inputs)))), name="reused")


def siamese():
    import keras
    from keras import layers as kl

    tower = keras.Sequential([keras.Input((8, 8, 1)), kl.Conv2D(4, 3), kl.GlobalAveragePooling2D()], name="tower")
    left, right = keras.Input((8, 8, 1), name="left"), keras.Input((8, 8, 1), name="right")
    return keras.Model([left, right], kl.Dense(1)(kl.Subtract()([tower(left), tower(right)])), name="siamese")


def nested():
    """Models in models, with keys, called twice; a nested Functional makes an output of the outer one."""
    import keras
    from keras import layers as kl

    start = keras.Input((4,), name="start")
    inner = keras.Model(start, kl.Dense(4, name="deep")(start), name="inner")
    one, two = keras.Input((4,), name="one"), keras.Input((4,), name="two")
    middle = keras.Model({"two": two, "one": one}, [kl.Add()([inner(one), inner(two)]), inner(two)], name="middle")
    x, y = keras.Input((4,), name="x"), keras.Input((4,), name="y")
    total, other = middle({"two": x, "one": y})
    final = keras.Input((4,), name="final")
    last = keras.Model(final, kl.Dense(4, name="deep")(final), name="last")
    return keras.Model([x, y], {"sum": total, "other": other, "last": last(total)}, name="nested")


def shared_across():
    """One model stands in another and beside it."""
    import keras
    from keras import layers as kl

    start = keras.Input((4,), name="start")
    inner = keras.Model(start, kl.Dense(4, name="deep")(start), name="inner")
    one = keras.Input((4,), name="one")
    middle = keras.Model(one, inner(one), name="middle")
    x = keras.Input((4,), name="x")
    return keras.Model(x, inner(middle(x)), name="shared_across")


def parallel():
    """Edges between the same two layers are all there, and an input may be an output."""
    import keras
    from keras import layers as kl

    x, y = keras.Input((4,), name="x"), keras.Input((4,), name="y")
    both = kl.Concatenate()([x, y, x])
    return keras.Model([x, y], [kl.Add()([both, both]), x], name="parallel")


def masked():
    """Keras passes masks of embeddings on as keyword arguments."""
    import keras
    from keras import layers as kl

    words = keras.Input((None,), dtype="int32", name="words")
    x = kl.Embedding(50, 8, mask_zero=True)(words)
    x = kl.Bidirectional(kl.LSTM(4, return_sequences=True))(x)
    return keras.Model(words, kl.GRU(3)(kl.TimeDistributed(kl.Dense(5))(x)), name="masked")


def seq2seq():
    """States are passed as a list in a keyword argument, and a layer has three outputs."""
    import keras
    from keras import layers as kl

    source, target = keras.Input((None, 8), name="source"), keras.Input((None, 6), name="target")
    _, h, c = kl.LSTM(4, return_state=True, name="encoder")(source)
    x = kl.LSTM(4, return_sequences=True, name="decoder")(target, initial_state=[h, c])
    return keras.Model([source, target], kl.Dense(6)(x), name="seq2seq")


def attention():
    import keras
    from keras import layers as kl

    x, mask = keras.Input((6, 8), name="x"), keras.Input((6, 6), dtype="bool", name="allowed")
    y = kl.MultiHeadAttention(2, 4)(query=x, value=x, attention_mask=mask, use_causal_mask=True)
    return keras.Model([x, mask], kl.LayerNormalization()(kl.Add()([x, y])), name="attention")


def written():
    """A Lambda, frozen layers, mixed precision, a model that wraps a model, images with channels first."""
    import keras
    from keras import layers as kl

    steps = keras.Sequential([keras.Input((8, 8, 3)), kl.Conv2D(2, 3), kl.Flatten()], name="steps")
    inputs = keras.Input((5, 8, 8, 3))
    x = kl.TimeDistributed(steps)(inputs)
    x = kl.Dense(4, dtype="mixed_float16", trainable=False)(x)
    return keras.Model(inputs, kl.Lambda(lambda t: t * 2, output_shape=(5, 4), name="double")(x), name="written")


def sequential():
    import keras
    from keras import layers as kl

    return keras.Sequential([keras.Input((8, 4)), kl.Conv1D(4, 3), kl.GlobalMaxPooling1D(), kl.Dense(2)], name="row")


def unbuilt():
    import keras
    from keras import layers as kl

    return keras.Sequential([kl.Dense(4, "relu"), kl.Dense(2)], name="unbuilt")


def built_late():
    model = unbuilt()
    model.build((None, 5))
    return model


def two_models():
    """A layer that another model calls too: only this model's own calls count."""
    import keras
    from keras import layers as kl

    shared = kl.Dense(4, name="shared")
    first, second = keras.Input((4,)), keras.Input((4,))
    keras.Model(first, shared(shared(first)))
    return keras.Model(second, kl.Dense(2)(shared(second)), name="two_models")


def second_call():
    """Only the second call of a nested model leads out."""
    import keras
    from keras import layers as kl

    start = keras.Input((4,), name="start")
    inner = keras.Model(start, kl.Dense(4, name="deep")(start), name="inner")
    inputs = keras.Input((4,))
    return keras.Model(inputs, inner(inner(inputs)), name="second_call")


ALL = (
    *("chain", "operations", "reused", "siamese", "nested", "parallel", "masked", "seq2seq", "attention", "written"),
    *("sequential", "unbuilt", "built_late", "two_models", "second_call"),
)
