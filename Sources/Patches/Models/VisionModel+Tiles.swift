import Basics
import Tensors

/// Models that are shown a picture whole and in tiles, as LLaVA-NeXT is: every tile goes through the vision model and the projector by itself,
/// and what comes out is laid side by side.
extension VisionModel {
  /// The whole picture, and behind it its tiles laid side by side where the model is shown such.
  ///
  /// Throws what `tokens` throws, and when tiles have another size than the model was trained on.
  package func views(
    of picture: Picture, named name: String, _ ticket: Ticket
  ) throws(Trouble) -> [VisualTokens] {
    let prepared = try prepared(picture, name)
    guard let tiling = prepared.tiling, !receivesSpecials else {
      return [try tokens(of: picture, named: name, ticket)]
    }
    try check(prepared)
    let count = Double(prepared.views.count)
    var views: [VisualTokens] = []
    for view in prepared.views.indices {
      let part = ticket.part(Double(view) / count..<Double(view + 1) / count)
      views.append(
        try tokens(of: prepared, view: view, named: name, notes: picture.notes + prepared.sentences, part))
    }
    let field = TileField(
      tileRows: tiling.rows, tileColumns: tiling.columns, side: transformer.config.side,
      width: prepared.original.width, height: prepared.original.height)
    if field.count == 0 {
      views[0].notes.append("of the tiles nothing is left: the picture is too long and thin for them")
      return [views[0]]
    }
    return [views[0], laid(Array(views.dropFirst()), field, behind: views[0])]
  }

  /// Rows that are no patches between those of tiles cannot be laid side by side, not by the reference either.
  private var receivesSpecials: Bool {
    !transformer.config.specials.isEmpty && projector?.takesSpecials == true
  }

  private func check(_ prepared: PreparedPicture) throws(Trouble) {
    let image = transformer.config.image
    guard (prepared.pixels.width, prepared.pixels.height) == (image, image) else {
      throw Trouble(
        .usage, at: .option("crop_size"),
        "tiles have \(prepared.pixels.width) × \(prepared.pixels.height) pixels, but the model sees \(image) × \(image)",
        remedy: "Fetch preprocessor_config.json and config.json again, both of one model")
    }
  }

  private func laid(_ tiles: [VisualTokens], _ field: TileField, behind whole: VisualTokens) -> VisualTokens {
    let layers = whole.layers.indices.map { depth in
      let parts = tiles.map { $0.layers[depth] }
      var layer = VisualTokens.Layer(name: parts[0].name, hidden: field.laid(parts.map(\.hidden)))
      let received = parts.compactMap { $0.attentionReceived(firstPatch: whole.firstPatch) }
      if received.count == tiles.count { layer.received = field.laid(received.map { Tensor($0) }).values }
      return layer
    }
    let pixels = tiles.compactMap(\.pixels)
    var made = VisualTokens(
      name: "\(whole.name), \(field.tileRows) × \(field.tileColumns) tiles",
      grid: PatchGrid(
        rows: field.rows.count, columns: field.columns.count, patch: transformer.config.patch,
        origin: origin(field)),
      pixels: pixels.count == tiles.count ? field.laid(pixels, patch: transformer.config.patch) : nil,
      layers: layers, projected: whole.projected == nil ? nil : field.laid(tiles.compactMap(\.projected)))
    made.tiling = TileLine(field: field, newline: newline, first: whole.grid.count)
    made.notes = whole.notes + notes(field)
    return made
  }

  /// `rows 1…6 of 8 and columns 0…7 of 8 of 2 × 2 tiles`.
  private func origin(_ field: TileField) -> String {
    func part(_ range: Range<Int>, of whole: Int) -> String {
      "\(range.lowerBound)…\(range.upperBound - 1) of \(whole)"
    }
    return
      "rows \(part(field.rows, of: field.tileRows * field.side)) and columns \(part(field.columns, of: field.tileColumns * field.side)) of "
      + "\(field.tileRows) × \(field.tileColumns) tiles; the others show only padding"
  }

  private func notes(_ field: TileField) -> [String] {
    let specials = transformer.config.specials
    return [
      "each tile went through the vision model by itself: attention and layers know nothing of the other tiles",
      specials.isEmpty
        ? nil : "rows of a tile that are no patches are left out: \(specials.joined(separator: ", "))",
      newline == nil
        ? "this model has no \(TileLine.newlineName): nothing stands behind a row"
        : "behind each of the \(field.rows.count) rows the language model receives \(TileLine.newlineName), one vector that is no patch",
    ].compactMap { $0 }
  }
}
