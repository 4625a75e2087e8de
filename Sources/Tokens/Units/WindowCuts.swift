/// Between which units of a text a window may begin.
///
/// More is asked than between the units of one text, since the left unit is not looked at as a whole: its last character must be an
/// ASCII one that stays, or nothing may change beyond ASCII. No added token may reach across; and where beginnings differ no
/// window may begin behind one, since a stretch begins there anew, nor behind white space that one may have taken along.
struct WindowCuts: Sendable {
  private let table: CutTable

  /// The cuts of a plan that hold for windows. With `onlySpaces` those before a space.
  init(_ cuts: CutTable, _ parts: PipelineParts, beginningsDiffer: Bool, trustsOthers: Bool, onlySpaces: Bool)
  {
    let lasts = Set(parts.added.all.compactMap(\.content.last) + parts.added.patterns.compactMap(\.last))
    let boundary = parts.added.boundary
    let takesSpace = parts.added.all.contains(where: \.stripsRight)
    table = CutTable { left, right in
      guard cuts.allows(left, right), boundary.allowsAnyCase(left, right) else { return false }
      if beginningsDiffer && lasts.contains(left) { return false }
      if beginningsDiffer && takesSpace && (left == 0x20 || 9...13 ~= left || left >= 0x80) { return false }
      if left >= 0x80 && !trustsOthers { return false }
      return !onlySpaces || right == 0x20
    }
  }

  /// Whether a window may begin between these, as far as two bytes tell.
  func allows(_ left: UInt8, _ right: UInt8) -> Bool { table.allows(left, right) }

  /// Whether the character before `position` is one to cut behind.
  func isKnown(_ bytes: Span<UInt8>, before position: Int) -> Bool {
    if bytes[position - 1] < 0x80 { return true }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      return unsafe UnitWalk.isSolid(base, position, 0)
    }
  }
}
