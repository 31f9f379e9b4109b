"""Embeddings, attention and recurrent layers: what works on steps."""

from __future__ import annotations

from archdraw.readers.keras.classes.common import (
    Attrs,
    Translation,
    Translator,
    common,
    window,
)
from archdraw.readers.keras.values import Config, class_of


def _embedding(config: Config) -> Translation:
    return "embedding", common(config, {"vocabulary": config.number("input_dim"), "width": config.number("output_dim")})


def _reversible(config: Config) -> Translation:
    op, attrs = _embedding(config)
    return op, attrs if config.flag("tie_weights") else {**attrs, "untied": True}


def _attention(config: Config) -> Translation:
    attrs: Attrs = {"heads": config.number("num_heads"), "head_dim": config.number("key_dim")}
    attrs |= {"value_dim": config.number_or("value_dim"), "bias": config.flag("use_bias")}
    attrs["out_dim"] = config.numbers_or("output_shape")
    along = config.numbers_or("attention_axes", least=-8)
    axes = (along,) if isinstance(along, int) else along
    if axes is not None and min(axes) > 0:
        attrs["axes"] = tuple(a - 1 for a in axes)
    if config.flag("use_gate", default=False):
        attrs["gate"] = True
    return "attention", common(config, attrs)


def _grouped_attention(config: Config) -> Translation:
    attrs: Attrs = {"heads": config.number("num_query_heads"), "kv_heads": config.number("num_key_value_heads")}
    attrs |= {"head_dim": config.number("head_dim"), "bias": config.flag("use_bias")}
    if config.flag("use_gate", default=False):
        attrs["gate"] = True
    return "attention", common(config, attrs)


def _bare_attention(additive: bool) -> Translator:
    def translate(config: Config) -> Translation:
        scaled = config.flag("use_scale", default=additive)
        attrs: Attrs = {"project": False, "scale": ("channel" if additive else "scalar") if scaled else ""}
        attrs["score"] = config.word("score_mode", "dot")
        return "attention", attrs

    return translate


def _recurrent(cell: str) -> Translator:
    def translate(config: Config) -> Translation:
        attrs: Attrs = {"cell": cell, "units": config.number(config.first("units", "output_dim"))}
        attrs["sequences"] = config.flag("return_sequences", default=False)
        attrs["state"] = config.flag("return_state", default=False)
        attrs["bias"] = config.flag("use_bias")
        if cell == "gru":
            attrs["reset_after"] = config.flag("reset_after", default=False)
        attrs = common(config, attrs)
        if attrs.get("activation") == "tanh":
            del attrs["activation"]
        return "recurrent", attrs

    return translate


def _conv_lstm(config: Config) -> Translation:
    attrs = window(config, "kernel_size")
    attrs |= {"cell": "convlstm", "units": config.number("filters"), "bias": config.flag("use_bias")}
    attrs["sequences"] = config.flag("return_sequences", default=False)
    attrs["state"] = config.flag("return_state", default=False)
    attrs = common(config, attrs)
    if attrs.get("activation") == "tanh":
        del attrs["activation"]
    return "recurrent", attrs


def _cudnn(cell: str) -> Translator:
    """Translate the cells for GPUs of Keras 2, which have two biases per gate."""

    def translate(config: Config) -> Translation:
        op, attrs = _recurrent(cell)(config)
        return op, {**attrs, "biases": 2, "bias": True}

    return translate


_CELLS = {"LSTMCell": "lstm", "GRUCell": "gru", "SimpleRNNCell": "rnn"}


def _cells(config: Config) -> Translation:
    """Translate RNN(cell): a known cell is its layer, several are a stack; of another one nothing is known."""
    cell = config.inner("cell")
    inside = cell.get("config")
    cells = [cell]
    if class_of(cell) == "StackedRNNCells" and isinstance(inside, dict) and isinstance(inside.get("cells"), list):
        cells = inside["cells"]
    if not cells or not all(class_of(each) in _CELLS for each in cells):
        return "other", {"params": None, "keeps_shape": False}
    returns = {key: config.values.get(key) for key in ("return_sequences", "return_state")}
    stack = [
        _recurrent(_CELLS[class_of(each)])(Config(config.owner, {**Config("", each).inner("config"), **returns}))[1]
        for each in cells
    ]
    return "recurrent", stack[0] if len(stack) == 1 else {**stack[-1], "stack": tuple(stack)}


def _cell(name: str) -> Translator:
    """Translate a cell that is called by itself: one step of its layer."""

    def translate(config: Config) -> Translation:
        op, attrs = _cells(Config(config.owner, {"cell": {"class_name": name, "config": dict(config.values)}}))
        return op, {**attrs, "single": True} if op == "recurrent" else attrs

    return translate


SEQUENCES: dict[str, Translator] = {
    "AdditiveAttention": _bare_attention(additive=True),
    "Attention": _bare_attention(additive=False),
    "CuDNNGRU": _cudnn("gru"),
    "CuDNNLSTM": _cudnn("lstm"),
    "Embedding": _embedding,
    "ReversibleEmbedding": _reversible,
    "GRU": _recurrent("gru"),
    "GroupQueryAttention": _grouped_attention,
    "GroupedQueryAttention": _grouped_attention,
    "LSTM": _recurrent("lstm"),
    "MultiHeadAttention": _attention,
    "RNN": _cells,
    "SimpleRNN": _recurrent("rnn"),
    **{f"ConvLSTM{n}D": _conv_lstm for n in (1, 2, 3)},
    **{name: _cell(name) for name in (*_CELLS, "StackedRNNCells")},
}
