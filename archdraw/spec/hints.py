"""Hints for words that the language does not know: what was perhaps meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archdraw.spec.words import ACTIVATIONS, FLAGS, LAYERS, MERGES, PREFIXES, Word, layer_word
from archdraw.words import did_you_mean, listed

# What frameworks and papers call a layer, its dimensions (2D) left out: the word for it here.
_ELSEWHERE = {
    **dict.fromkeys(("convolution",), "conv"),
    **dict.fromkeys(("convtranspose", "convtransposed", "transposedconv", "upconv"), "deconv"),
    **dict.fromkeys(("depthwiseconv", "depthwise"), "dwconv"),
    **dict.fromkeys(("separableconv", "separable"), "sepconv"),
    **dict.fromkeys(("linear", "fc", "fullyconnected"), "dense"),
    **dict.fromkeys(("batchnorm", "batchnormalization"), "bn"),
    **dict.fromkeys(("ln", "layernormalization"), "layernorm"),
    **dict.fromkeys(("pool", "pooling", "maxpooling"), "maxpool"),
    **dict.fromkeys(("averagepooling", "meanpool"), "avgpool"),
    **dict.fromkeys(("globalaveragepooling", "globalavgpool", "adaptiveavgpool"), "gap"),
    **dict.fromkeys(("globalmaxpooling", "globalmaxpool"), "gmp"),
    **dict.fromkeys(("multiheadattention", "mha", "selfattention"), "attention"),
    **dict.fromkeys(("concatenate", "cat"), "concat"),
    **dict.fromkeys(("positionalencoding", "positionalembedding", "pos"), "position"),
    **dict.fromkeys(("skip", "shortcut"), "residual"),
}


def for_layer(text: str, known: Iterable[str]) -> str:
    """Say which layer was meant by an unknown word; ``known`` are all words and blocks.

    >>> for_layer("Conv2D(64, 3)", ["conv"]), for_layer("fc", ["conv"]), for_layer("zzz", ["conv"])
    ("did you mean 'conv'?", "did you mean 'dense'?", "'custom: zzz' draws a box of your own")
    """
    if text == "input":
        return "the input stands at the top: 'input: 224x224x3'"
    if " - " in text:
        return "indent the items of a list alike"
    word = text.partition("(")[0][:40]
    plain = re.sub("[123]d|[^a-z]", "", word.lower())
    if plain in _ELSEWHERE:
        return f"did you mean '{_ELSEWHERE[plain]}'?"
    hint = did_you_mean(plain if plain in set(known) else word, known)
    return hint if hint.startswith("did you mean") else f"'custom: {text[:30]}' draws a box of your own"


def for_token(token: str, word: str, rule: Word) -> str:
    """Say what was meant by a word of a shorthand."""
    option = token.partition("=")[0]
    if option in rule.options:
        letter = next((letter for letter, key in PREFIXES.items() if key == option), "")
        short = f"{letter}2 for a {option} of 2, or " if letter else ""
        return f"write {short}'{word}: {{{option}: …}}'"
    if token in ("x", "×"):
        return "write sizes without spaces: 3x3"
    if "," in token:
        return "separate words by spaces, without commas"
    words = [flag for flag, (key, _) in FLAGS.items() if key in rule.options]
    activations = list(ACTIVATIONS) if "activation" in rule.takes else []
    hint = did_you_mean(token, [*words, *activations])
    if hint.startswith("did you mean"):
        return hint
    if layer_word(token) or token in MERGES:
        return f"'{token}' is a layer: start it with its own '- '"
    numbered = [f"{letter}N" for letter, key in PREFIXES.items() if key in rule.options]
    allowed = [*numbered, *words, *(["an activation"] if activations else [])]
    return f"the words of '{word}' are {listed(allowed)}" if allowed else f"'{word}' takes one value"


def for_value(word: str, text: str) -> str:
    """Say how a word is written that takes no value."""
    sloped = f"{word}{text}"
    return f"write '- {sloped if word not in LAYERS and layer_word(sloped) else word}'"
