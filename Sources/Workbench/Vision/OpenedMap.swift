import Basics
import Formats
import Lenses
import Patches
import Tensors

/// An order carried out as far as it was asked for: pictures with their tokens, and by layer the words that these read as.
///
/// Kept by the runner, so that another layer or vector costs only what it needs anew.
package struct OpenedMap: Sendable {
  package let order: MapOrder
  private let source: MapSource
  /// Files of pictures that have not been opened yet.
  private var waiting: [String]
  private var pictures: [MapPicture] = []
  /// By layer and picture, the words of its tokens; nil where they have none.
  private var nearest: [Int: [[[WordMatch]]?]] = [:]
  /// Tokens of the sample scenes, for a model that is known by them, as far as these are not the pictures themselves.
  private var scenes: [MapPicture]?
  private var repeats: [Int: MapRepeats] = [:]
  /// The words of what stands behind each row of tiles, once it was looked up.
  private var newlineWords: [WordMatch]?
  private var vectors: [String: BroughtVector] = [:]
  private var notes: [String] = []
  /// Of the last album that was handed out.
  private var number: MapAlbum.Number

  /// Tokens of all pictures together take no more bytes than this; more pictures are left out.
  private static let memoryLimit = 1 << 30

  /// Opens the model, or the files of vectors; pictures wait. `opening` tells this from other openings. Throws what is wrong with either.
  package init(_ order: MapOrder, _ folders: AssetFolders, opening: Int = 0, _ ticket: Ticket = .open)
    throws(Trouble)
  {
    self.order = order
    number = MapAlbum.Number(opening: opening, step: 0)
    source = try MapSource(order, folders, ticket)
    waiting = source.picturePaths
    pictures = source.dumps.map { MapPicture($0) }
    if waiting.count > MapOrder.pictureLimit {
      notes.append("Only the first \(MapOrder.pictureLimit) of \(waiting.count) pictures are shown.")
      waiting = Array(waiting.prefix(MapOrder.pictureLimit))
    }
  }

  /// All at once: the album that a request asks for.
  package static func album(_ request: MapRequest, _ folders: AssetFolders, _ ticket: Ticket = .open)
    throws(Trouble) -> MapAlbum
  {
    var map = try OpenedMap(request.order, folders, ticket)
    var last: MapAlbum?
    try map.advance(request, ticket) { album, _, _ in last = album }
    guard let last else { throw Trouble(.fault, "an order gave no pictures") }
    return last
  }

  /// Opens what waits and looks up the words of a layer, the picture that is wanted first before the others. Hands out an album when that
  /// picture is there, and when all are, each with how many pictures it has.
  package mutating func advance(
    _ request: MapRequest, _ ticket: Ticket, show: (MapAlbum, Int, Bool) -> Void
  ) throws(Trouble) {
    if pictures.isEmpty, !waiting.isEmpty { try openPicture(ticket) }
    let vector = try vector(request.vector)
    let entry = pictures[0].entry(wordWidth: source.words?.rows.width)
    let layer = max(0, min(request.layer ?? entry, pictures[0].layers.count - 1))
    let first = min(request.first, pictures.count - 1)
    try probe(first, layer, ticket)
    if !waiting.isEmpty || pictures.count > 1 { show(album(layer, vector), 1, false) }
    let count = waiting.count
    while !waiting.isEmpty {
      try openPicture(ticket.part(0..<0.5 * Double(count - waiting.count + 1) / Double(count)))
    }
    for picture in pictures.indices {
      try ticket.step(0.5 + 0.5 * Double(picture) / Double(pictures.count))
      try probe(picture, layer, ticket.part(0.5..<0.5 + 0.5 * Double(picture + 1) / Double(pictures.count)))
    }
    try findRepeats(layer, ticket)
    show(album(layer, vector), pictures.count, true)
  }

  private mutating func album(_ layer: Int, _ vector: BroughtVector?) -> MapAlbum {
    number.step += 1
    return MapAlbum(
      number: number, order: order, label: source.label, words: source.words,
      pictures: pictures, layer: layer,
      nearestWords: pictures.indices.map { index in
        nearest[layer].flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }, repeats: repeats[layer], vector: vector, reader: source.reader,
      newlineWords: newlineWords, notes: notes)
  }

  private mutating func openPicture(_ ticket: Ticket) throws(Trouble) {
    let path = waiting[0]
    pictures += try source.pictures(at: path, ticket)
    waiting.removeFirst()
    let taken = pictures.reduce(0) { $0 + $1.byteCount }
    if taken > Self.memoryLimit, !waiting.isEmpty {
      notes.append(
        "\(waiting.count) pictures are left out: the tokens of \(pictures.count) take \(taken >> 20) MB.")
      waiting = []
    }
  }

  /// Looks up the words of a picture's tokens at a layer, unless they are known or there are none.
  private mutating func probe(_ picture: Int, _ layer: Int, _ ticket: Ticket) throws(Trouble) {
    var known = nearest[layer] ?? []
    while known.count < pictures.count { known.append(nil) }
    if known[picture] == nil { known[picture] = try words(of: pictures[picture], layer, ticket) }
    nearest[layer] = known
    if newlineWords == nil, let newline = pictures[picture].tiling?.newline {
      newlineWords = try words(of: newline.reshaped([1, newline.count]), ticket)?.first
    }
  }

  /// By token its nearest words; nil where tokens and words are not equally wide.
  private func words(of picture: MapPicture, _ layer: Int, _ ticket: Ticket) throws(Trouble) -> [[WordMatch]]?
  {
    try words(of: picture.layers[min(layer, picture.layers.count - 1)].rows, ticket)
  }

  private func words(of rows: Tensor, _ ticket: Ticket) throws(Trouble) -> [[WordMatch]]? {
    guard let words = source.words, words.rows.width == rows.size(1) else { return nil }
    return try VisualProbe(words: words).nearest(
      rows, count: min(MapKnobs.wordLimit, words.rows.count), ticket)
  }

  /// Finds the words that come back: in the pictures that are open, or for a model that is known by the sample scenes in these, as long as
  /// there are few pictures.
  private mutating func findRepeats(_ layer: Int, _ ticket: Ticket) throws(Trouble) {
    guard repeats[layer] == nil, let known = nearest[layer], known.contains(where: { $0 != nil }) else {
      return
    }
    var found = zip(pictures, known).compactMap { Self.discovered($0, $1, layer) }
    var note: String?
    if found.count < 8, !source.scenePaths.isEmpty {
      if scenes == nil {
        var all: [MapPicture] = []
        for path in source.scenePaths { all += try source.pictures(at: path, ticket) }
        scenes = all
      }
      found = []
      for scene in scenes ?? [] {
        if let picture = Self.discovered(scene, try words(of: scene, layer, ticket), layer) {
          found.append(picture)
        }
      }
      note = "They were found on the sample scenes, since few pictures are open."
    }
    repeats[layer] = MapRepeats(Discovery(found), note: note)
  }

  private static func discovered(_ picture: MapPicture, _ nearest: [[WordMatch]]?, _ layer: Int)
    -> Discovery.Picture?
  {
    nearest.map {
      Discovery.Picture(
        tokens: picture.layers[min(layer, picture.layers.count - 1)].rows,
        nearest: $0.map { $0.first?.id ?? -1 })
    }
  }

  /// The vector that words name; nil for none.
  private mutating func vector(_ words: String) throws(Trouble) -> BroughtVector? {
    if words.isEmpty { return nil }
    if let known = vectors[words] { return known }
    let vector = try BroughtVector(words)
    vectors[words] = vector
    return vector
  }
}

extension BroughtVector {
  /// Reads a vector that is named by a path, and behind it perhaps a tensor and a row of it: `v.npy`, `m.safetensors wte.weight 12`.
  package init(_ words: String) throws(Trouble) {
    let parts = words.split(separator: " ").map(String.init)
    guard let path = parts.first else {
      throw Trouble(.usage, "no file is named", remedy: "Name a file that holds a vector")
    }
    let file = try TensorFileReader.open(path)
    let row = parts.count > 1 ? Int(parts[parts.count - 1]) : nil
    let names = parts.dropFirst().prefix(parts.count - 1 - (row == nil ? 0 : 1))
    guard let tensor = try names.first.map(file.tensor(named:)) ?? file.tensors.first else {
      throw Trouble(.input, at: .file(path), "there is no tensor", remedy: "Name a file that holds a vector")
    }
    guard (0..<tensor.rowCount).contains(row ?? (tensor.rowCount == 1 ? 0 : -1)) else {
      throw Trouble(
        .usage, at: .file(path), "\(tensor.name) has the rows 0 to \(tensor.rowCount - 1)",
        remedy: "Name one of them behind the tensor, as: \(path) \(tensor.name) 0")
    }
    let vectors = try LabelledVectors(rows: (row ?? 0)..<(row ?? 0) + 1, of: tensor)
    self.init(
      name: parts.count > 1
        ? "\(PathNames.last(path)) \(parts.dropFirst().joined(separator: " "))"
        : PathNames.last(path), values: vectors.rows.values)
  }
}
