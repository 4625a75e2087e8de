import CMalloc

/// Memory that a training frees and wants again in the next step stays with the process instead of going back to the system and coming anew, page by page.
///
/// Measured on 60 steps of the CLS-ViT: 1.41 s in the system without, 0.04 s with it, of 2.5 s and 1.0 s in all; the most memory held is the same.
package enum KeptMemory {
  /// From now on blocks up to 32 MiB are cut from the heap, and up to 1 GiB of it is kept when free.
  package static func keep() {
    mallopt(M_MMAP_THRESHOLD, 1 << 25)
    mallopt(M_TRIM_THRESHOLD, 1 << 30)
  }

  /// As it usually is again, and what is free goes back to the system: for a program that goes on with other things.
  package static func release() {
    mallopt(M_MMAP_THRESHOLD, 1 << 17)
    mallopt(M_TRIM_THRESHOLD, 1 << 17)
    malloc_trim(0)
  }
}
