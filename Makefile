# `make run` and `make test` need nothing but Debian 12 and a Swift 6.3 toolchain.
PACKAGES := libncursesw5-dev libpcre2-dev zlib1g-dev

.PHONY: setup build test run

setup:
	@missing=$$(dpkg-query -W -f='$${Package} $${Status}\n' $(PACKAGES) 2>/dev/null | awk '$$4=="installed"{print $$1}' | sort > /tmp/.tessera-have; \
	  for p in $(PACKAGES); do grep -qx "$$p" /tmp/.tessera-have || printf '%s ' "$$p"; done); \
	if [ -n "$$missing" ]; then echo "installing Debian packages: $$missing"; \
	  if [ "$$(id -u)" = 0 ]; then S=; else S=sudo; fi; $$S apt-get update -q && $$S apt-get install -y -q $$missing; fi

build: setup
	swift build -c release

test: setup
	swift test

run: build
	.build/release/tessera
