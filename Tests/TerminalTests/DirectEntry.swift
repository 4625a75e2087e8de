import Glibc
import Testing

/// A terminfo entry with direct colour, which Debian keeps in a package of its own.
enum DirectEntry {
  static var canBeMade: Bool { unsafe access("/usr/bin/tic", X_OK) == 0 }

  private static let source = #"""
    xterm-direct|xterm with direct colour for tests,
    	RGB, colors#0x1000000, pairs#0x10000, op=\E[39;49m, initc@, ccc@,
    	setab=\E[%?%p1%{8}%<%t4%p1%d%e48\:2\:\:%p1%{65536}%/%d\:%p1%{256}%/%{255}%&%d\:%p1%{255}%&%d%;m,
    	setaf=\E[%?%p1%{8}%<%t3%p1%d%e38\:2\:\:%p1%{65536}%/%d\:%p1%{256}%/%{255}%&%d\:%p1%{255}%&%d%;m,
    	use=xterm-256color,

    """#

  /// Compiles the entry into a folder and returns it.
  static func make() throws -> String {
    let folder = "/tmp/terminal-entries-\(getpid())"
    let file = folder + ".src"
    guard let handle = unsafe fopen(file, "w") else { return folder }
    unsafe fputs(source, handle)
    unsafe fclose(handle)
    defer { unsafe unlink(file) }
    let status = unsafe system("/usr/bin/tic -x -o '\(folder)' '\(file)'")
    try #require(status == 0)
    return folder
  }
}
