# make        build/quid
# make demo   installs what is missing, builds, runs the stories
# make test   installs what is missing, runs every test
# The rest is described in CONTRIBUTING.md.

B = build
SECONDS = 60

all:
	@tools/build-into $(B)

demo:
	@tools/setup --for build
	@tools/build-into $(B)
	@tools/demo $(B)/quid

test:
	@tools/setup --for test
	@tools/build-into $(B)
	@tools/build-into $(B)/test -Dtests=true -Dwerror=true \
	  -Doptimization=1 -Db_ndebug=false -Db_sanitize=address,undefined
	@tools/run-tests $(B)/test $(B)

check-all: test
	@tools/setup --for all
	@tools/check-all $(B)

fuzz:
	@tools/setup --for fuzz
	@tools/fuzz $(B)/fuzz $(SECONDS)

bench:
	@tools/setup --for bench
	@tools/build-into $(B)
	@QUID=$(B)/quid bench/parse
	@BUILD=$(B) bench/network
	@BUILD=$(B) bench/network_clearing
	@BUILD=$(B) bench/network_edges
	@bench/kernels
	@QUID=$(B)/quid bench/engine

install: all
	@meson install -C $(B)

clean:
	rm -rf $(B)

.PHONY: all demo test check-all fuzz bench install clean
