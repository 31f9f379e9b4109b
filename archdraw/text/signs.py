"""Greek letters and mathematical signs by the names that TeX has for them; every TeX engine knows these."""

from __future__ import annotations

GREEK = {
    **dict(zip("αβγδεζηθικλμνξπρστυφχψω", (
        "alpha", "beta", "gamma", "delta", "varepsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
        "pi", "rho", "sigma", "tau", "upsilon", "varphi", "chi", "psi", "omega",
    ), strict=True)),
    **dict(zip("ΓΔΘΛΞΠΣΥΦΨΩ", (
        "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
    ), strict=True)),
    "ϵ": "epsilon", "ϕ": "phi", "ϑ": "vartheta", "ς": "varsigma",
}  # fmt: skip
RELATIONS = {
    "∈": "in", "∉": "notin", "∥": "parallel", "≤": "leq", "≥": "geq", "≠": "neq", "≈": "approx", "∼": "sim", "≡": "equiv",
    "→": "rightarrow", "←": "leftarrow", "↑": "uparrow", "↓": "downarrow", "↔": "leftrightarrow", "⇒": "Rightarrow",
    "⊂": "subset", "∝": "propto", "↦": "mapsto", "≪": "ll", "≫": "gg",
}  # fmt: skip
OPERATORS = {
    "×": "times", "÷": "div", "±": "pm", "·": "cdot", "⋅": "cdot", "∘": "circ", "∗": "ast", "⊕": "oplus", "⊖": "ominus",
    "⊗": "otimes", "⊙": "odot", "∩": "cap", "∪": "cup", "∧": "wedge", "∨": "vee",
}  # fmt: skip
OTHERS = {
    "∑": "sum", "∏": "prod", "√": "surd", "∞": "infty", "∂": "partial", "∇": "nabla", "‖": "Vert", "∅": "emptyset",
    "∀": "forall", "∃": "exists", "⟨": "langle", "⟩": "rangle", "⊤": "top", "⊥": "bot", "¬": "neg", "ℓ": "ell",
}  # fmt: skip
SIGNS = {**OPERATORS, **RELATIONS, **OTHERS}
BLACKBOARD = {"ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℂ": "C", "ℚ": "Q", "𝔼": "E", "ℙ": "P"}
