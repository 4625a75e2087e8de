// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same rules: Swift 6, strict memory safety, warnings are errors.
let rules: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// Engines are compiled with optimisation in debug builds too, so that tests on real vocabularies stay quick.
let engine: [SwiftSetting] = rules + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The terminal and the program around it live on the main actor.
let main: [SwiftSetting] = rules + [.defaultIsolation(MainActor.self)]

let package = Package(
  name: "Tessera",
  products: [.executable(name: "tessera", targets: ["App"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
  ],
  targets: [
    // C libraries, each behind the few functions we call.
    .target(name: "CTerminal", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CPCRE2", linkerSettings: [.linkedLibrary("pcre2-8")]),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CDrawing"),
    .target(name: "CImages"),
    .target(name: "CMalloc"),
    .target(name: "COpenBLAS"),
    .target(name: "CScan", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
    .target(name: "CLanes", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

    // Engines: no terminal, no global state.
    .target(name: "Basics", swiftSettings: engine),
    .target(
      name: "Tokens",
      dependencies: [
        "Basics", "CPCRE2", "CScan", "CZlib", .product(name: "HeapModule", package: "swift-collections"),
      ],
      swiftSettings: engine),
    .target(
      name: "Formats",
      dependencies: [
        "Basics", "Tokens", "Tensors", "Patches", "CZlib", "CMalloc", "CImages",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["SentencePiece/sentencepiece.proto"], swiftSettings: engine),
    .target(name: "Tensors", dependencies: ["Basics", "CLanes", "COpenBLAS"], swiftSettings: engine),
    .target(name: "Patches", dependencies: ["Basics", "Tensors"], swiftSettings: engine),
    .target(name: "Documents", dependencies: ["Basics", "Tokens"], swiftSettings: engine),

    // Micro models that are trained here, and the data they are trained on.
    .target(name: "Lab", dependencies: ["Basics", "Tensors", "Patches"], swiftSettings: engine),

    // Pictures as plain data, how they lie in rows of characters, and their two ways out.
    .target(name: "Figures", dependencies: ["Basics"], swiftSettings: engine),
    .target(name: "Sketches", dependencies: ["Basics", "Figures"], swiftSettings: engine),
    .target(
      name: "Prints", dependencies: ["Basics", "Figures", "Sketches", "CDrawing", "CImages"],
      swiftSettings: engine),
    .target(
      name: "Screen",
      dependencies: ["Basics", "Figures", "Sketches", .product(name: "TOMLKit", package: "TOMLKit")],
      swiftSettings: engine),

    // Research methods, one a file: from a subject to a plate of figures.
    .target(
      name: "Lenses", dependencies: ["Basics", "Tokens", "Tensors", "Patches", "Lab", "Figures"],
      swiftSettings: engine),

    // The program.
    .target(
      name: "Workbench",
      dependencies: [
        "Basics", "Tokens", "Tensors", "Patches", "Lab", "Formats", "Documents", "Figures", "Sketches",
        "Prints", "Screen", "Lenses", "CMalloc",
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      swiftSettings: engine),
    .target(name: "Terminal", dependencies: ["Basics", "Screen", "CTerminal"], swiftSettings: main),
    .executableTarget(
      name: "App",
      dependencies: [
        "Basics", "Tokens", "Tensors", "Patches", "Lab", "Formats", "Documents", "Figures", "Prints",
        "Lenses", "Screen", "Workbench", "Terminal", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["startup.order"], swiftSettings: main),
    .executableTarget(
      name: "Measure",
      dependencies: [
        "Basics", "Tokens", "Tensors", "Patches", "Lab", "Formats", "Documents", "Figures", "Sketches",
        "Screen", "Workbench", "CPseudoTerminal",
      ],
      swiftSettings: rules),

    // Tests mirror the sources. The probe is a small program that the terminal tests run in a real PTY.
    .executableTarget(
      name: "TerminalProbe", dependencies: ["Basics", "Figures", "Screen", "Terminal"],
      path: "Tests/TerminalProbe", swiftSettings: main),
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
    .testTarget(
      name: "TokensTests", dependencies: ["Basics", "Tokens"], exclude: ["Goldens"], swiftSettings: rules),
    .testTarget(name: "SourceTests", swiftSettings: rules),
    .testTarget(
      name: "TensorsTests", dependencies: ["Basics", "Tensors"], exclude: ["Goldens"], swiftSettings: rules),
    .testTarget(
      name: "PatchesTests", dependencies: ["Basics", "Tensors", "Patches", "Formats"],
      exclude: ["Goldens"], swiftSettings: rules),
    .testTarget(
      name: "LabTests", dependencies: ["Basics", "Tensors", "Patches", "Formats", "Lab"], swiftSettings: rules
    ),
    .testTarget(
      name: "FormatsTests", dependencies: ["Basics", "Tokens", "Tensors", "Patches", "Formats"],
      exclude: ["TensorFiles/Goldens", "Pictures/Goldens", "Vision/Goldens"], swiftSettings: rules),
    .testTarget(
      name: "GoldenTests", dependencies: ["Basics", "Tokens", "Formats", "Documents"], swiftSettings: engine),
    .testTarget(
      name: "DocumentsTests", dependencies: ["Basics", "Tokens", "Documents"], swiftSettings: rules),
    .testTarget(
      name: "LensesTests",
      dependencies: ["Basics", "Tokens", "Tensors", "Patches", "Lab", "Formats", "Figures", "Lenses"],
      exclude: ["Goldens"], swiftSettings: rules),
    .testTarget(
      name: "ScreenTests", dependencies: ["Basics", "Figures", "Screen", "TestSupport"], exclude: ["Goldens"],
      swiftSettings: rules),
    .testTarget(
      name: "SketchesTests", dependencies: ["Basics", "Figures", "Sketches"], swiftSettings: rules),
    .testTarget(
      name: "PrintsTests", dependencies: ["Basics", "Figures", "Formats", "Prints"], swiftSettings: rules),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Basics", "Tokens", "Tensors", "Patches", "Lab", "Formats", "Documents", "Figures", "Prints",
        "Workbench",
      ],
      swiftSettings: rules),
    .testTarget(
      name: "WorkbenchTests",
      dependencies: [
        "Basics", "Tokens", "Tensors", "Patches", "Lab", "Formats", "Documents", "Figures", "Sketches",
        "Lenses", "Screen", "Workbench", "TestSupport",
      ],
      exclude: ["Goldens"], swiftSettings: engine),
    .target(name: "TestSupport", dependencies: ["Screen"], path: "Tests/TestSupport", swiftSettings: rules),
    .testTarget(name: "CommandTests", dependencies: ["Basics", "App"], swiftSettings: rules),
    .testTarget(
      name: "TerminalTests",
      dependencies: ["Basics", "Screen", "Terminal", "App", "TerminalProbe", "CPseudoTerminal"],
      swiftSettings: rules),
  ],
  swiftLanguageModes: [.v6]
)
