#!/usr/bin/env python3
"""Write src/base/utf8_tables.inc from Python's unicodedata.

usage: tools/gen_unicode.py > src/base/utf8_tables.inc

Ranges are first and last code point, in order. Names may hold letters,
numbers and marks (general categories L*, N*, M*) from U+0080 on. No column
has what is put over or into its neighbour (Mn, Me), what only formats (Cf,
save those that show), and the later jamo of a Hangul syllable; two columns
has what UAX 11 calls wide or full width.
"""
import sys
import unicodedata


# Formats that show: the soft hyphen and the marks that span digits
# (Prepended_Concatenation_Mark).
SHOWN = {0xAD, *range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2,
         0x110BD, 0x110CD}


def in_name(point):
    return unicodedata.category(chr(point))[0] in "LNM"


def no_column(point):
    if 0x1160 <= point <= 0x11FF or 0xD7B0 <= point <= 0xD7FF:
        return True
    category = unicodedata.category(chr(point))
    return category in ("Mn", "Me", "Cf") and point not in SHOWN


def two_columns(point):
    if unicodedata.category(chr(point)) == "Cn":
        # Python calls all that is not assigned full width; UAX 11 does so
        # in the planes of ideographs only.
        return point >> 16 in (2, 3) and point & 0xFFFF <= 0xFFFD
    wide = unicodedata.east_asian_width(chr(point)) in ("W", "F")
    return wide and not no_column(point)


def ranges(belongs):
    first = None
    for point in range(0x80, 0x110001):
        inside = point < 0x110000 and belongs(point)
        if inside and first is None:
            first = point
        elif not inside and first is not None:
            yield first, point - 1
            first = None


def table(name, belongs):
    cells = [f"{{0x{a:X}, 0x{b:X}}}," for a, b in ranges(belongs)]
    print(f"static const struct range {name}[{len(cells)}] = {{")
    line = "   "
    for cell in cells:
        if len(line) + 1 + len(cell) > 79:
            print(line)
            line = "   "
        line += " " + cell
    print(line)
    print("};")


print(f"/* Written by tools/{sys.argv[0].rsplit('/', 1)[-1]} from Unicode "
      f"{unicodedata.unidata_version}. */")
table("name_ranges", in_name)
table("zero_ranges", no_column)
table("wide_ranges", two_columns)
