import Basics

/// Trims spaces from reported places.
package struct ByteLevelProcessor: PostProcessor {
  package static let kind = "ByteLevel"
  package let trim: Trim?

  package init(_ declaration: Declaration) throws(Trouble) {
    let addsPrefixSpace = try declaration.flag("add_prefix_space")
    trim = try declaration.flag("trim_offsets") ? Trim(addsPrefixSpace: addsPrefixSpace) : nil
    _ = try declaration.flag("use_regex", default: true)
  }
}
