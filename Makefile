# quid: make, make demo, make test; the rest in CONTRIBUTING.md

B = build

all: $(B)/build.ninja
	@ninja -C $(B)

$(B)/build.ninja:
	@command -v meson >/dev/null || { echo "meson is missing;" \
	  "run: tools/setup --for build" >&2; exit 1; }
	@meson setup $(B)

.PHONY: all
