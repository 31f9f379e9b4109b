"""Random conv nets, as specs."""

from hypothesis import strategies as st

LAYER = st.one_of(
    st.tuples(
        st.just("conv"), st.sampled_from([1, 2, 6, 16, 64, 100, 512, 2048]), st.integers(1, 7), st.integers(1, 2)
    ),
    st.tuples(st.just("maxpool"), st.just(0), st.integers(1, 3), st.just(2)),
    st.tuples(st.just("deconv"), st.sampled_from([1, 8, 32, 2048]), st.integers(2, 4), st.just(2)),
    st.tuples(st.just("upsample"), st.just(0), st.just(2), st.just(0)),
    st.tuples(st.just("residual"), st.just(0), st.integers(1, 3), st.integers(1, 3)),
)


@st.composite
def networks(draw):
    """A conv net of up to 12 layers, with 1 to 2048 channels, as a spec."""
    height, width = draw(st.sampled_from([(32, 32), (224, 224), (7, 300), (512, 64), (1, 9), (1024, 1024)]))
    layers, channels = [], draw(st.sampled_from([1, 3, 2048]))
    first = channels
    chosen = draw(st.lists(LAYER, min_size=1, max_size=9))
    growing = [layer for layer in chosen if layer[0] in ("deconv", "upsample")]
    for kind, filters, kernel, stride in (layer for layer in chosen if layer not in growing[4:]):
        channels = filters or channels
        word = {"residual": f"residual: [{', '.join([f'conv: {channels} {kernel}x{kernel} bn relu'] * stride)}]", "conv": f"conv: {filters} {kernel}x{kernel} s{stride}", "deconv": f"deconv: {filters} {kernel}x{kernel} s{stride}",
                "maxpool": f"maxpool: {kernel}x{kernel} s{stride} same", "upsample": f"upsample: {kernel}"}[kind]  # fmt: skip
        layers.append("{" + word + "}")
    layers.append(draw(st.sampled_from(["flatten", "gap"])))
    layers += [f"dense: {units}" for units in draw(st.lists(st.sampled_from([1, 10, 99, 1000, 4096]), max_size=2))]
    return f"input: {height}x{width}x{first}\nlayers: [{', '.join(layers)}]"
