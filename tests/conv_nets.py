"""Random conv nets, as specs."""

from hypothesis import strategies as st

LAYER = st.one_of(
    st.tuples(st.just("conv"), st.integers(1, 2048), st.integers(1, 7), st.integers(1, 2)),
    st.tuples(st.just("maxpool"), st.just(0), st.integers(1, 3), st.just(2)),
    st.tuples(st.just("deconv"), st.sampled_from([1, 8, 32, 2048]), st.integers(2, 4), st.just(2)),
    st.tuples(st.just("upsample"), st.just(0), st.just(2), st.just(0)),
    st.tuples(st.just("residual"), st.just(0), st.integers(1, 3), st.integers(1, 3)),
)

PROJECTION = st.tuples(st.just("project"), st.sampled_from([5, 64, 2047]), st.integers(2, 3), st.integers(1, 2))


@st.composite
def networks(draw, projections=False):
    """A conv net of up to 12 layers, with 1 to 2048 channels, as a spec; skips may have a convolution on their way."""
    height, width = draw(st.sampled_from([(32, 32), (224, 224), (7, 300), (512, 64), (1, 9), (1024, 1024)]))
    layers, channels = [], draw(st.sampled_from([1, 3, 2048]))
    first = channels
    chosen = draw(st.lists(LAYER | PROJECTION if projections else LAYER, min_size=1, max_size=9))
    growing = [layer for layer in chosen if layer[0] in ("deconv", "upsample")]
    for kind, filters, kernel, stride in (layer for layer in chosen if layer not in growing[4:]):
        channels = filters or channels
        steps = [2 if kind == "project" and not i else 1 for i in range(stride)]
        inner = ", ".join(f"conv: {channels} {kernel}x{kernel} s{step} bn relu" for step in steps)
        word = {"residual": f"residual: [{inner}]", "project": f"residual: [{inner}]", "conv": f"conv: {filters} {kernel}x{kernel} s{stride}", "deconv": f"deconv: {filters} {kernel}x{kernel} s{stride}",
                "maxpool": f"maxpool: {kernel}x{kernel} s{stride} same", "upsample": f"upsample: {kernel}"}[kind]  # fmt: skip
        layers.append("{" + word + "}")
    layers.append(draw(st.sampled_from(["flatten", "gap"])))
    layers += [f"dense: {units}" for units in draw(st.lists(st.sampled_from([1, 10, 99, 1000, 4096]), max_size=2))]
    return f"input: {height}x{width}x{first}\nlayers: [{', '.join(layers)}]"
