extension Alignment {
  /// For every region, by row, the indices of the segments in it.
  package var regionTokens: [[Range<Int>]] {
    var next = Array(repeating: 0, count: rows.count)
    return regions.map { region in
      rows.indices.map { row in
        let start = next[row]
        let end = row < region.ranges.count ? region.ranges[row].upperBound : 0
        while next[row] < rows[row].segments.count, rows[row].segments[next[row]].range.upperBound <= end {
          next[row] += 1
        }
        return start..<next[row]
      }
    }
  }
}
