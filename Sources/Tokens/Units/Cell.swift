/// A value of its own in memory: as a property of an object whose use nobody shares, without the check at run time that
/// nobody else has access.
///
/// Safety: `place` is one initialized value from `init` to `free`, which the owner calls when it goes.
@safe struct Cell<Value> {
  private let place: UnsafeMutablePointer<Value>

  init(_ value: Value) {
    unsafe place = .allocate(capacity: 1)
    unsafe place.initialize(to: value)
  }

  /// The value.
  var value: Value {
    @inline(__always) get { unsafe place.pointee }
    @inline(__always) nonmutating _modify { yield unsafe &place.pointee }
  }

  func free() {
    unsafe place.deinitialize(count: 1)
    unsafe place.deallocate()
  }
}
