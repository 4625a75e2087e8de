import CMalloc
import Glibc

/// Memory in which a tokenizer is put together.
///
/// Reading allocates some five times the file's size, and each fresh page of 4 KiB costs the kernel more than a microsecond: 10 of the 55 ms
/// that Llama 3's 7 MB took. So the heap is made large once, in pages of 2 MiB where the kernel has them; what is freed on the way is
/// used again, and what is not needed goes back at the end.
///
/// Safety: the block that is asked for is only advised about, page by page inside it, and freed before anything is stored in it.
struct ReadingMemory {
  private static let hugePage = 2 << 20
  /// Blocks below it come from the heap, the largest that the C library allows.
  private static let largestBlock = 32 << 20
  /// Address and length of what was advised about.
  private var advised: (start: UInt, count: UInt) = (0, 0)

  /// Makes room for reading a file of this size; small ones need none.
  init(fileSize: Int) {
    let room = min(fileSize * 5, Self.largestBlock - (64 << 10))
    guard room > 2 * Self.hugePage else { return }
    mallopt(M_MMAP_THRESHOLD, Int32(Self.largestBlock))
    mallopt(M_TRIM_THRESHOLD, Int32(2 * Self.largestBlock))
    guard let block = unsafe malloc(room) else { return }
    let mask = UInt(Self.hugePage - 1)
    let start = (UInt(bitPattern: block) + mask) & ~mask
    let end = (UInt(bitPattern: block) + UInt(room)) & ~mask
    if start < end { advised = (start, end - start) }
    advise(MADV_HUGEPAGE)
    unsafe free(block)
  }

  private func advise(_ advice: Int32) {
    guard let start = unsafe UnsafeMutableRawPointer(bitPattern: advised.start) else { return }
    _ = unsafe madvise(start, Int(advised.count), advice)
  }

  /// Gives back what is free. Pages that stay small are left so, or the kernel would fill them up again.
  func release() {
    advise(MADV_NOHUGEPAGE)
    malloc_trim(0)
  }
}
