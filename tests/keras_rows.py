"""Layers of Keras with the shapes and weights that its documentation counts."""

from __future__ import annotations

from typing import Any

Shape = list[int | None]


def small(type_: str, shape: Shape, config: dict[str, Any]) -> dict[str, Any]:
    """Describe a Sequential of an input and one layer."""
    layers = [
        {"class_name": "InputLayer", "config": {"name": "x", "batch_shape": [None, *shape], "dtype": "float32"}},
        {"class_name": type_, "config": {"name": "it", **config}},
    ]
    return {"class_name": "Sequential", "config": {"name": "m", "layers": layers}}


def cell(type_: str, **config: Any) -> dict[str, Any]:
    return {"class_name": type_, "config": config}


ROWS: list[tuple[str, Shape, dict[str, Any], list[Shape], int, int]] = [
    # Core.
    ("Dense", [8], {"units": 4}, [[4]], 36, 36),
    ("Dense", [7, 7, 8], {"units": 4, "use_bias": False}, [[7, 7, 4]], 32, 32),
    ("Dense", [8], {"units": 4, "trainable": False}, [[4]], 36, 0),
    ("Dense", [8], {"units": 4, "lora_rank": 2}, [[4]], 60, 28),
    ("EinsumDense", [32, 128], {"equation": "abc,cd->abd", "output_shape": [None, 64], "bias_axes": "d"}, [[32, 64]], 8256, 8256),
    ("EinsumDense", [32, 128], {"equation": "...x,xy->...y", "output_shape": [64], "bias_axes": "y"}, [[32, 64]], 8256, 8256),
    ("EinsumDense", [32], {"equation": "ab,bc->ac", "output_shape": 64, "bias_axes": "c"}, [[64]], 2112, 2112),
    ("EinsumDense", [9, 64], {"equation": "abc,cde->abde", "output_shape": [None, 4, 16], "bias_axes": "de"}, [[9, 4, 16]], 4160, 4160),
    ("Embedding", [10], {"input_dim": 1000, "output_dim": 64}, [[10, 64]], 64000, 64000),
    ("Conv2D", [12, 12, 3], {"filters": 4, "kernel_size": [3, 3], "lora_rank": 2}, [[10, 10, 4]], 112 + 54 + 8, 66),
    ("Conv2D", [12, 12, 4], {"filters": 4, "kernel_size": [3, 3], "groups": 2, "use_bias": False, "lora_rank": 2}, [[10, 10, 4]], 72 + 36 + 8, 44),
    ("EinsumDense", [9, 8], {"equation": "abc,cd->abd", "output_shape": [None, 4], "bias_axes": "d", "lora_rank": 2}, [[9, 4]], 60, 28),
    ("ReversibleEmbedding", [10], {"input_dim": 50, "output_dim": 4, "tie_weights": True}, [[10, 4]], 200, 200),
    ("ReversibleEmbedding", [10], {"input_dim": 50, "output_dim": 4, "tie_weights": False}, [[10, 4]], 400, 400),
    # Categories, words and sounds.
    ("CategoryEncoding", [3], {"num_tokens": 7, "output_mode": "multi_hot"}, [[7]], 0, 0),
    ("CategoryEncoding", [3], {"num_tokens": 7, "output_mode": "one_hot"}, [[3, 7]], 0, 0),
    ("CategoryEncoding", [1], {"num_tokens": 7, "output_mode": "one_hot"}, [[7]], 0, 0),
    ("Discretization", [3], {"bin_boundaries": [0.0, 1.0], "output_mode": "int"}, [[3]], 0, 0),
    ("Discretization", [3], {"bin_boundaries": [0.0, 1.0], "output_mode": "one_hot"}, [[3, 3]], 0, 0),
    ("Discretization", [1], {"num_bins": 4, "output_mode": "one_hot"}, [[4]], 0, 0),
    ("Hashing", [3], {"num_bins": 7, "output_mode": "multi_hot", "dtype": "float32"}, [[7]], 0, 0),
    ("StringLookup", [3], {"output_mode": "int", "vocabulary_size": 3}, [[3]], 0, 0),
    ("StringLookup", [3], {"output_mode": "one_hot", "vocabulary_size": 3}, [[3, 3]], 0, 0),
    ("IntegerLookup", [3], {"output_mode": "count", "max_tokens": 9, "pad_to_max_tokens": True}, [[9]], 0, 0),
    ("TextVectorization", [1], {"output_mode": "int", "output_sequence_length": 6}, [[6]], 0, 0),
    ("MelSpectrogram", [4000], {"num_mel_bins": 16, "sequence_stride": 100}, [[16, 41]], 0, 0),
    ("STFTSpectrogram", [400, 2], {"mode": "log", "frame_length": 32, "padding": "valid"}, [[24, 34]], 1088, 1088),
    ("STFTSpectrogram", [400, 2], {"mode": "stft", "frame_length": 32, "padding": "valid", "expand_dims": True}, [[24, 34, 2]], 1088, 1088),
    ("STFTSpectrogram", [2, 400], {"mode": "imag", "frame_length": 32, "data_format": "channels_first"}, [[34, 24]], 544, 544),
    ("Masking", [10, 8], {"mask_value": 0.0}, [[10, 8]], 0, 0),
    ("Identity", [10, 8], {}, [[10, 8]], 0, 0),
    # Convolutions.
    ("Conv1D", [128, 16], {"filters": 32, "kernel_size": [3], "strides": [1], "padding": "valid"}, [[126, 32]], 1568, 1568),
    ("Conv2D", [28, 28, 3], {"filters": 2, "kernel_size": [3, 3], "padding": "same"}, [[28, 28, 2]], 56, 56),
    ("Conv2D", [28, 28, 3], {"filters": 2, "kernel_size": [3, 3], "dilation_rate": [2, 2]}, [[24, 24, 2]], 56, 56),
    ("Conv2D", [3, 28, 28], {"filters": 2, "kernel_size": [3, 3], "data_format": "channels_first"}, [[2, 26, 26]], 56, 56),
    ("Conv2D", [8, 8, 4], {"filters": 8, "kernel_size": [1, 1], "groups": 4, "use_bias": False}, [[8, 8, 8]], 8, 8),
    ("Conv3D", [28, 28, 28, 1], {"filters": 2, "kernel_size": [3, 3, 3]}, [[26, 26, 26, 2]], 56, 56),
    ("SeparableConv1D", [48, 8], {"filters": 12, "kernel_size": [3], "depth_multiplier": 2}, [[46, 12]], 48 + 192 + 12, 252),
    ("SeparableConv2D", [9, 9, 8], {"filters": 12, "kernel_size": [3, 3]}, [[7, 7, 12]], 72 + 96 + 12, 180),
    ("DepthwiseConv1D", [9, 8], {"kernel_size": [3], "depth_multiplier": 2}, [[7, 16]], 48 + 16, 64),
    ("DepthwiseConv2D", [9, 9, 8], {"kernel_size": [3, 3], "use_bias": False}, [[7, 7, 8]], 72, 72),
    ("Conv1DTranspose", [48, 12], {"filters": 6, "kernel_size": [3], "strides": [2]}, [[97, 6]], 222, 222),
    ("Conv2DTranspose", [8, 8, 4], {"filters": 2, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same"}, [[16, 16, 2]], 74, 74),
    ("Conv3DTranspose", [7, 7, 7, 4], {"filters": 2, "kernel_size": [3, 3, 3], "strides": [2, 2, 2], "padding": "same"}, [[14, 14, 14, 2]], 218, 218),
    ("LocallyConnected1D", [10, 4], {"filters": 8, "kernel_size": [3], "strides": [1]}, [[8, 8]], 8 * (12 * 8 + 8), 832),
    ("LocallyConnected2D", [10, 10, 3], {"filters": 8, "kernel_size": [3, 3], "strides": [1, 1]}, [[8, 8, 8]], 64 * (27 * 8 + 8), 14336),
    # Pools.
    ("MaxPooling1D", [10, 3], {"pool_size": [2], "strides": [2]}, [[5, 3]], 0, 0),
    ("MaxPooling2D", [10, 10, 3], {"pool_size": [3, 3], "strides": None}, [[3, 3, 3]], 0, 0),
    ("AveragePooling2D", [10, 10, 3], {"pool_size": [3, 3], "strides": [1, 1], "padding": "same"}, [[10, 10, 3]], 0, 0),
    ("AveragePooling3D", [8, 8, 8, 3], {"pool_size": [2, 2, 2], "strides": [2, 2, 2]}, [[4, 4, 4, 3]], 0, 0),
    ("GlobalMaxPooling1D", [10, 3], {"keepdims": True}, [[1, 3]], 0, 0),
    ("GlobalAveragePooling2D", [10, 10, 3], {"keepdims": False}, [[3]], 0, 0),
    ("GlobalMaxPooling3D", [4, 4, 4, 3], {"data_format": "channels_first"}, [[4]], 0, 0),
    ("AdaptiveAveragePooling2D", [10, 10, 3], {"output_size": [4, 4]}, [[4, 4, 3]], 0, 0),
    # Recurrent layers.
    ("LSTM", [10, 8], {"units": 4}, [[4]], 208, 208),
    ("LSTM", [10, 8], {"units": 4, "return_sequences": True, "return_state": True}, [[10, 4], [4], [4]], 208, 208),
    ("GRU", [10, 8], {"units": 4, "reset_after": True}, [[4]], 168, 168),
    ("GRU", [10, 8], {"units": 4, "reset_after": False, "return_state": True}, [[4], [4]], 156, 156),
    ("SimpleRNN", [10, 8], {"units": 4, "return_sequences": True}, [[10, 4]], 52, 52),
    ("CuDNNLSTM", [10, 8], {"units": 4}, [[4]], 224, 224),
    ("CuDNNGRU", [10, 8], {"units": 4}, [[4]], 168, 168),
    ("RNN", [10, 8], {"cell": cell("LSTMCell", units=4), "return_sequences": True}, [[10, 4]], 208, 208),
    (
        *("RNN", [10, 8]),
        {"cell": cell("StackedRNNCells", cells=[cell("GRUCell", units=16, reset_after=True), cell("LSTMCell", units=4)])},
        *([[4]], 3 * (8 + 16 + 2) * 16 + 4 * (16 + 4 + 1) * 4, 3 * (8 + 16 + 2) * 16 + 4 * (16 + 4 + 1) * 4),
    ),
    ("ConvLSTM2D", [5, 8, 8, 3], {"filters": 4, "kernel_size": [3, 3], "padding": "same"}, [[8, 8, 4]], 4 * (27 * 4 + 36 * 4 + 4), 1024),
    ("ConvLSTM1D", [5, 8, 3], {"filters": 4, "kernel_size": [3], "return_sequences": True}, [[5, 6, 4]], 4 * (9 * 4 + 12 * 4 + 4), 352),
    ("Bidirectional", [10, 8], {"layer": cell("LSTM", units=4), "merge_mode": "concat"}, [[8]], 416, 416),
    ("Bidirectional", [10, 8], {"layer": cell("GRU", units=4, reset_after=True, return_sequences=True), "merge_mode": "ave"}, [[10, 4]], 336, 336),
    ("Bidirectional", [10, 8], {"layer": cell("LSTM", units=4), "merge_mode": None}, [[4], [4]], 416, 416),
    ("TimeDistributed", [10, 8], {"layer": cell("Dense", units=4)}, [[10, 4]], 36, 36),
    ("TimeDistributed", [10, 8, 8, 3], {"layer": cell("Conv2D", filters=2, kernel_size=[3, 3])}, [[10, 6, 6, 2]], 56, 56),
    ("TimeDistributed", [10, 8], {"layer": cell("Dense", units=4, trainable=False)}, [[10, 4]], 36, 0),
    ("TimeDistributed", [10, 8, 8, 3], {"layer": cell("Flatten")}, [[10, 192]], 0, 0),
    # Norms.
    ("BatchNormalization", [8, 8, 16], {"axis": -1}, [[8, 8, 16]], 64, 32),
    ("BatchNormalization", [16, 8, 8], {"axis": [1], "scale": False}, [[16, 8, 8]], 48, 16),
    ("LayerNormalization", [10, 16], {"axis": [-1]}, [[10, 16]], 32, 32),
    ("LayerNormalization", [10, 16], {"axis": -1, "rms_scaling": True}, [[10, 16]], 16, 16),
    ("LayerNormalization", [10, 16], {"axis": [1, 2]}, [[10, 16]], 320, 320),
    ("RMSNormalization", [10, 16], {"axis": -1}, [[10, 16]], 16, 16),
    ("GroupNormalization", [8, 8, 64], {"groups": 32, "axis": -1}, [[8, 8, 64]], 128, 128),
    ("GroupNormalization", [8, 8, 6], {"groups": -1, "axis": -1, "center": False}, [[8, 8, 6]], 6, 6),
    ("UnitNormalization", [8], {"axis": -1}, [[8]], 0, 0),
    ("SpectralNormalization", [8, 8, 3], {"layer": cell("Conv2D", filters=4, kernel_size=[3, 3])}, [[6, 6, 4]], 116, 112),
    ("Normalization", [8, 3], {"axis": [-1]}, [[8, 3]], 7, 0),
    ("SpectralNormalization", [8, 8, 3], {"layer": cell("Conv2DTranspose", filters=4, kernel_size=[3, 3])}, [[10, 10, 4]], 115, 112),
    ("SpectralNormalization", [10], {"layer": cell("Embedding", input_dim=50, output_dim=4)}, [[10, 4]], 204, 200),
    ("Normalization", [8, 3], {"axis": None}, [[8, 3]], 3, 0),
    ("Normalization", [8, 3], {"axis": []}, [[8, 3]], 3, 0),
    ("BatchNormalization", [8], {"axis": -1, "renorm": True}, [[8]], 56, 16),
    ("Normalization", [8, 3], {"axis": [-1], "mean": [1.0], "variance": [1.0]}, [[8, 3]], 0, 0),
    # Activations.
    ("Activation", [8], {"activation": "relu"}, [[8]], 0, 0),
    ("ReLU", [8], {"max_value": 6.0}, [[8]], 0, 0),
    ("LeakyReLU", [8], {"negative_slope": 0.2}, [[8]], 0, 0),
    ("ELU", [8], {"alpha": 1.0}, [[8]], 0, 0),
    ("Softmax", [8], {"axis": -1}, [[8]], 0, 0),
    ("PReLU", [8, 8, 4], {"shared_axes": None}, [[8, 8, 4]], 256, 256),
    ("PReLU", [8, 8, 4], {"shared_axes": [1, 2]}, [[8, 8, 4]], 4, 4),
    # Regularisation and preparation.
    ("Dropout", [8], {"rate": 0.5}, [[8]], 0, 0),
    ("SpatialDropout2D", [8, 8, 3], {"rate": 0.5}, [[8, 8, 3]], 0, 0),
    ("GaussianNoise", [8], {"stddev": 0.5}, [[8]], 0, 0),
    ("Rescaling", [8, 8, 3], {"scale": 0.5}, [[8, 8, 3]], 0, 0),
    ("RandomFlip", [8, 8, 3], {"mode": "horizontal"}, [[8, 8, 3]], 0, 0),
    ("ContrastLimitedAdaptiveHistogramEqualization", [8, 8, 3], {"value_range": [0, 255]}, [[8, 8, 3]], 0, 0),
    ("Pipeline", [8, 8, 3], {"layers": [cell("RandomFlip"), cell("Resizing", height=6, width=4)]}, [[6, 4, 3]], 0, 0),
    ("Resizing", [99, 70, 3], {"height": 24, "width": 32}, [[24, 32, 3]], 0, 0),
    ("CenterCrop", [99, 70, 3], {"height": 24, "width": 32}, [[24, 32, 3]], 0, 0),
    # Shapes.
    ("Reshape", [12], {"target_shape": [3, 4]}, [[3, 4]], 0, 0),
    ("Reshape", [12], {"target_shape": [-1, 2, 2]}, [[3, 2, 2]], 0, 0),
    ("Flatten", [3, 4], {}, [[12]], 0, 0),
    ("Flatten", [None, 4], {}, [[None]], 0, 0),
    ("RepeatVector", [32], {"n": 3}, [[3, 32]], 0, 0),
    ("Permute", [10, 64], {"dims": [2, 1]}, [[64, 10]], 0, 0),
    ("Cropping1D", [10, 3], {"cropping": [1, 2]}, [[7, 3]], 0, 0),
    ("Cropping2D", [28, 28, 3], {"cropping": [[2, 2], [4, 4]]}, [[24, 20, 3]], 0, 0),
    ("Cropping3D", [28, 28, 10, 3], {"cropping": [[2, 4], [2, 2], [2, 2]]}, [[22, 24, 6, 3]], 0, 0),
    ("ZeroPadding1D", [10, 3], {"padding": [1, 2], "data_format": "channels_last"}, [[13, 3]], 0, 0),
    ("ZeroPadding2D", [10, 10, 3], {"padding": [[1, 1], [2, 2]]}, [[12, 14, 3]], 0, 0),
    ("ZeroPadding3D", [3, 10, 10, 9], {"padding": [[2, 2], [2, 2], [2, 2]], "data_format": "channels_first"}, [[3, 14, 14, 13]], 0, 0),
    ("UpSampling1D", [2, 3], {"size": 2}, [[4, 3]], 0, 0),
    ("UpSampling2D", [2, 1, 3], {"size": [1, 2]}, [[2, 2, 3]], 0, 0),
    ("UpSampling3D", [4, 4, 4, 3], {"size": [2, 2, 2]}, [[8, 8, 8, 3]], 0, 0),
    # Keras 1's words.
    ("Convolution2D", [28, 28, 1], {"nb_filter": 32, "nb_row": 3, "nb_col": 3, "border_mode": "same", "subsample": [2, 2]}, [[14, 14, 32]], 320, 320),
    ("Dense", [784], {"output_dim": 128, "activation": "relu"}, [[128]], 100480, 100480),
]  # fmt: skip
