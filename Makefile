# `make run` and `make test` need nothing but Debian 12 and a Swift 6.3 toolchain.
# ncurses-term has the entries of terminals with 24-bit colour; librsvg2-2 and the fonts are for pictures (PNG) and are looked for
# only when one is made; libpng16-16, libturbojpeg0 and libwebp7 only when a picture is read.
PACKAGES := libncursesw5-dev ncurses-term libpcre2-dev zlib1g-dev libopenblas0 librsvg2-2 fonts-dejavu-core fonts-unifont \
  libpng16-16 libturbojpeg0 libwebp7

# Where `make install` puts things; DESTDIR goes in front, for packagers.
PREFIX ?= /usr/local
BIN = $(DESTDIR)$(PREFIX)/bin
SHARE = $(DESTDIR)$(PREFIX)/share

# The Swift libraries are linked in, so that the program runs where no toolchain is, and starts sooner.
# What every start calls lies together (the list is made by Tests/References/startup_order.py), and addresses to relocate are packed: of the
# program's 120 MB some six fewer are read and stay in memory.
RELEASE := swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs \
  -Xlinker --symbol-ordering-file=$(CURDIR)/Sources/App/startup.order -Xlinker --no-warn-symbol-ordering --product
PROGRAM := .build/release/tessera

# `make train TEXTS="a b" OUT=tokenizer.json SIZE=8000` learns a tokenizer from texts.
OUT ?= tokenizer.json
SIZE ?= 8000
PATTERN ?= o200k

# Where real vocabularies are, for benches and tests; without them those cases are left out.
DATA ?= $(or $(TESSERA_DATA),$(wildcard ../*/data/unpacked))
TEXT ?= $(firstword $(wildcard Samples/Prose/*.txt))

# What trainers are timed on: ten megabytes of real text from this machine, or a file of yours.
CORPUS ?= .build/bench/corpus.txt
# A Python with the packages below, to time the same work by other libraries in the same run; `make bench-venv` makes one.
PYTHON ?= $(wildcard .build/bench/venv/bin/python)

.PHONY: setup build test check record bench bench-venv bench-peers fuzz run install train samples protos

setup:
	@missing=; for p in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing Debian packages:$$missing"; \
	  S=; [ "$$(id -u)" = 0 ] || S=sudo; $$S apt-get update -q && $$S apt-get install -y -q $$missing; fi

build: setup
	$(RELEASE) tessera

test: setup
	T=$$(mktemp -d) && trap "rm -rf $$T" EXIT && TMPDIR=$$T swift test

# Format, undeclared imports, and the tests in debug and release.
check: setup
	swift format lint --strict --recursive Sources Tests Package.swift
	swift build --explicit-target-dependency-import-check error
	swift test
	swift test -c release

# Writes the screen goldens anew and fails, so that the change is seen; read the diff.
record: setup
	TESSERA_RECORD=1 swift test --filter 'ScreenGoldenTests|PainterTests'

# Ours and the plain version in one run: `make bench`, or `make bench CASES=load`, or CASES=train.
bench: build $(CORPUS)
	$(RELEASE) Measure
	.build/release/Measure $(CASES) $(addprefix --data ,$(DATA)) --text $(TEXT) --corpus $(CORPUS) $(addprefix --python ,$(PYTHON))

bench-venv:
	python3 -m venv .build/bench/venv
	.build/bench/venv/bin/pip install -q tokenizers numpy torch safetensors

# Encoding, opening and training beside other libraries from PyPI, on the same files: `make bench-peers DATA=FOLDER`, or a part of it with
# ONLY=llama3, PARTS=open, TEXTS=prose, ROUNDS=1. A library that cannot be had is left out, and that is said.
PEERS := gigatoken fastokens splintr-rs quicktok-v1 bpe-openai rs-bpe tokie kitoken iree-tokenizer tiktoken tokenizers sentencepiece \
  rustbpe youtokentome numpy
bench-peers: build
	$(RELEASE) Measure
	test -d .build/bench/peers-venv || python3 -m venv .build/bench/peers-venv
	for peer in $(PEERS); do .build/bench/peers-venv/bin/pip install -q $$peer >/dev/null 2>&1 || echo "$$peer cannot be installed"; done
	.build/bench/peers-venv/bin/python Tests/References/bench_peers.py --data $(DATA) $(addprefix --only ,$(ONLY)) \
	  $(addprefix --parts ,$(PARTS)) $(addprefix --texts ,$(TEXTS)) $(addprefix --rounds ,$(ROUNDS))

# Readers against small valid files that are changed again and again: `make fuzz`, or `make fuzz SEED=7 SECONDS=600 READERS=…`.
SECONDS ?= 60
SEED ?= 1
FUZZED := Tests/FormatsTests/TensorFiles/Goldens
FUZZED_PICTURES := Tests/FormatsTests/Pictures/Goldens
READERS ?= $(addprefix $(FUZZED)/,columns3.npy version3.npy stored.npz deflated.npz types.safetensors types.gguf \
  sharded/model.safetensors.index.json) \
  $(addprefix $(FUZZED_PICTURES)/,palette4-alpha.png rgb8-interlaced.png rgb16.png exif5.jpg progressive.jpg ycck.jpg lossy-alpha.webp \
  lossless.webp animated-inner.webp deep.ppm text.ppm bits.pbm) \
  $(wildcard $(addprefix $(DATA)/vocabs/,$(FUZZED_VOCABULARIES)))
FUZZED_VOCABULARIES := synthetic-hf/wordlevel.json synthetic-hf/split-string-invert-removed.json \
  synthetic-spm/unigram-identity-nodummy.model wordpiece/bert-chinese.vocab.txt

fuzz:
	$(RELEASE) Measure
	for file in $(READERS); do .build/release/Measure --fuzz $$file --seed $(SEED) --seconds $(SECONDS) || exit 1; done

.build/bench/corpus.txt:
	mkdir -p $(@D)
	{ cat Samples/*/*.txt; find /usr/share/doc /usr/share/perl -type f \
	  \( -name '*.txt' -o -name '*.html' -o -name '*.pod' -o -name 'README*' \) -print0 | LC_ALL=C sort -z | xargs -0 cat; } \
	  | tr -d '\000' | LC_ALL=C.UTF-8 grep -ax '.*' | head -c 10000000 | LC_ALL=C.UTF-8 grep -ax '.*' >$@ || true
	test -s $@

# The messages of a SentencePiece model as Swift, made anew from their description. Needs Debian's protobuf-compiler; the
# plug-in is built from the package that the program links, so that both are of one version.
PROTOS := Sources/Formats/SentencePiece
protos:
	swift build -c release --package-path .build/checkouts/swift-protobuf --scratch-path .build/protos --product protoc-gen-swift
	protoc --plugin=.build/protos/release/protoc-gen-swift --swift_opt=Visibility=Internal \
	  --proto_path=$(PROTOS) --swift_out=$(PROTOS) sentencepiece.proto
	mv $(PROTOS)/sentencepiece.pb.swift $(PROTOS)/SentencePieceModel.pb.swift

run: build
	$(PROGRAM)

train: build
	$(PROGRAM) train -o $(OUT) --size $(SIZE) --pattern $(PATTERN) $(TEXTS)

# The sample tokenizer, learned from the sample texts, and vectors for its entries, counted in them; scenes, and micro models trained on such:
# the same texts and seeds give the same files on the same machine.
samples: build
	$(PROGRAM) train -o Samples/tessera-sample.json --size 8192 --pattern o200k --special '<|endoftext|>' Samples/*/ Samples/*.txt
	$(PROGRAM) embed -t Samples/tessera-sample.json -o Samples/tessera-sample.embed.safetensors Samples/*/ Samples/*.txt
	$(PROGRAM) lab scenes -o Samples/Scenes --count 12 --seed 7 --ground either --letters 0.4
	$(PROGRAM) lab train all --out Samples/Micro --seed 1

install: build
	install -d $(BIN) $(SHARE)/tessera $(SHARE)/man/man1 $(SHARE)/bash-completion/completions \
	  $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	install -m 755 $(PROGRAM) $(BIN)/tessera
	if command -v strip >/dev/null; then strip $(BIN)/tessera; fi
	cp -R Themes Samples $(SHARE)/tessera/
	$(PROGRAM) --generate-manual >$(SHARE)/man/man1/tessera.1
	$(PROGRAM) --generate-completion-script bash >$(SHARE)/bash-completion/completions/tessera
	$(PROGRAM) --generate-completion-script zsh >$(SHARE)/zsh/site-functions/_tessera
	$(PROGRAM) --generate-completion-script fish >$(SHARE)/fish/vendor_completions.d/tessera.fish
