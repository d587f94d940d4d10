"""Machine operations that Python has no word for; their types are in ``intrinsics.pyi``."""

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

FLOAT = ir.DoubleType()
INT32 = ir.IntType(32)
INT64 = ir.IntType(64)
FOUR_FLOATS = ir.VectorType(FLOAT, 4)
FLOAT_ALIGNMENT = 8


@intrinsic
def fma(typingctx, a, b, c):
    """Return a * b + c, rounded once."""
    signature = types.float64(types.float64, types.float64, types.float64)

    def generate(context, builder, signature, arguments):
        return builder.fma(*arguments)

    return signature, generate


@intrinsic
def bits_of(typingctx, number):
    """Return the 64 bits of a float."""

    def generate(context, builder, signature, arguments):
        return builder.bitcast(arguments[0], INT64)

    return types.uint64(types.float64), generate


@intrinsic
def float_of(typingctx, bits):
    """Return the float that has these 64 bits."""

    def generate(context, builder, signature, arguments):
        return builder.bitcast(arguments[0], FLOAT)

    return types.float64(types.uint64), generate


@intrinsic
def four_cubics(typingctx, table, cells, x, first):
    """Replace x[i] by the cubic of row cells[i] of the table at x[i], for i = first .. first + 3.

    The four rows are loaded whole and transposed in registers: half the time of four look-ups of
    single coefficients, which is all that a compiler makes of the loop. Indices are not checked.
    """
    signature = types.void(table, cells, x, types.int64)

    def generate(context, builder, signature, arguments):
        table, cells, x = (
            context.make_array(kind)(context, builder, array).data
            for kind, array in zip(signature.args, arguments[:3], strict=False)
        )
        first = arguments[3]

        def pick(left, right, *lanes):
            return builder.shuffle_vector(left, right, ir.Constant(ir.VectorType(INT32, 4), lanes))

        rows = []
        for i in range(4):
            cell = builder.load(builder.gep(cells, [builder.add(first, INT64(i))]))
            start = builder.gep(table, [builder.shl(builder.sext(cell, INT64), INT64(2))])
            row = builder.bitcast(start, FOUR_FLOATS.as_pointer())
            rows.append(builder.load(row, align=FLOAT_ALIGNMENT))
        even = pick(rows[0], rows[1], 0, 4, 2, 6), pick(rows[2], rows[3], 0, 4, 2, 6)
        odd = pick(rows[0], rows[1], 1, 5, 3, 7), pick(rows[2], rows[3], 1, 5, 3, 7)
        constant, square = pick(*even, 0, 1, 4, 5), pick(*even, 2, 3, 6, 7)
        linear, cube = pick(*odd, 0, 1, 4, 5), pick(*odd, 2, 3, 6, 7)

        place = builder.bitcast(builder.gep(x, [first]), FOUR_FLOATS.as_pointer())
        fraction = builder.load(place, align=FLOAT_ALIGNMENT)
        fma_type = ir.FunctionType(FOUR_FLOATS, [FOUR_FLOATS] * 3)
        fused = cgutils.get_or_insert_function(builder.module, fma_type, "llvm.fma.v4f64")
        value = builder.call(fused, [cube, fraction, square])
        value = builder.call(fused, [value, fraction, linear])
        value = builder.call(fused, [value, fraction, constant])
        builder.store(value, place, align=FLOAT_ALIGNMENT)
        return context.get_dummy_value()

    return signature, generate
