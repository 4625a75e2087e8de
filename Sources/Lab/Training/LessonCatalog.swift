/// The micro models that can be trained, in an order in which each has what it needs.
package enum LessonCatalog {
  /// Their names.
  package static let names = [MicroViT.name, MicroProjector.name, MicroReader.name]

  /// Labels of scenes, from their pixels.
  package static var clsViT: any Lesson { CLSViTLesson() }

  /// Captions of scenes, from patches; `attends` puts a block of global attention in, and word vectors follow from the seed.
  package static func projector(attends: Bool = false, seed: UInt64) -> any Lesson {
    ProjectorLesson(attends: attends, seed: seed)
  }

  /// Questions about scenes, from the tokens of a projector.
  package static func reader(_ projector: MicroProjector) -> any Lesson { ReaderLesson(projector) }
}
