"""Scripts of ConvNetDraw: the examples of its page."""

EXAMPLE = """# Some example

input(28, 28, 1)
conv(24, 24, 8)
relu(24, 24, 8)
pool(12, 12, 8)
conv(10, 10, 16)
relu(10, 10, 16)
pool(4, 4, 16)
fullyconn(1, 1, 10)
softmax(1, 1, 10)
"""
LENET = """input(32,32,1)
conv(28,28,6)
pool(14,14,6)
conv(10,10,16)
pool(5,5,16)
fullyconn(1,1,120)
fullyconn(1,1,84)
softmax(1,1,10)
"""
FRONT = """# AlexNet front
input(227, 227, 3)
conv(55, 55, 96)
lrn(55, 55, 96)
   # indented comment
pool (27, 27, 96)
"""
