"""Lists the functions that usual starts of the program call, in the order of their first call, for the linker.

    python3 Tests/References/startup_order.py .build/release/tessera TOKENIZER... > Sources/App/startup.order

Functions that run at every start then lie together in the program, so that fewer of its pages are read and stay in memory. Needs
valgrind; the program must have its symbols. Names that a later build no longer has are passed over by the linker, so the list need
not be made anew with every change.
"""

import os
import re
import subprocess
import sys
import tempfile


def called(command, folder):
    """The linker's names of all functions that a run calls, in the order in which callgrind wrote them."""
    out = os.path.join(folder, "calls")
    subprocess.run(
        ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={out}"] + command,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=600)
    names, order = {}, []
    with open(out, errors="replace") as lines:
        for line in lines:
            match = re.match(r"c?fn=\((\d+)\)(?: (.*))?", line)
            if not match:
                continue
            if match.group(2):
                names[match.group(1)] = re.sub(r"'\d+$", "", match.group(2))
            if line.startswith("fn="):
                order.append(names[match.group(1)])
    return [name for name in order if re.fullmatch(r"[^ ]+", name) and not name.startswith("0x")]


def main():
    program, tokenizers = sys.argv[1], sys.argv[2:]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        # Debug information only slows valgrind down, or stops it.
        plain = os.path.join(folder, "tessera")
        subprocess.run(["strip", "-g", "-o", plain, program], check=True)
        text = os.path.join(folder, "text.txt")
        with open(text, "w") as file:
            file.write("Two words, 1234 numbers, a naïve line.\n")
        screen = ["--batch", "--save-screen", os.path.join(folder, "screen")]
        runs = [[plain, "encode", "-t", name, text] for name in tokenizers]
        runs += [[plain, "count", text], [plain, text] + screen]
        for run in runs:
            for name in called(run, folder):
                found[name] = True
    sys.stdout.write("\n".join(found) + "\n")


main()
