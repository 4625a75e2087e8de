import Basics
import Glibc

/// What a source of jobs says when asked for the next one.
enum NextJob<Job: Sendable> {
  case job(Job)
  /// Nothing is there without waiting.
  case later
  case end
}

/// How many jobs run at a time: the processors this process may use.
package func processorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Does jobs on all processors and hands their results out in the order of the jobs.
///
/// `next(mayWait)` gives the jobs one by one; it answers `.later` only when it may not wait, so that finished results
/// are handed out before anybody waits for a slow producer. At most two jobs a processor are under way, which bounds the
/// memory. `next` and `deliver` run on the caller's actor, `work` elsewhere.
nonisolated(nonsending) func inOrder<Job: Sendable, Output: Sendable>(
  next: (_ mayWait: Bool) throws(Trouble) -> NextJob<Job>,
  work: @escaping @Sendable (Job) -> Output,
  deliver: (Output) throws(Trouble) -> Void
) async throws(Trouble) {
  let result = await withTaskGroup(of: (Int, Output).self, returning: Result<Void, Trouble>.self) { group in
    var line = WaitingLine<Output>(limit: 2 * processorCount())
    do throws(Trouble) {
      while true {
        if line.hasRoom, !line.isEnded {
          switch try next(line.isIdle) {
          case .job(let job):
            let number = line.enter()
            group.addTask { (number, work(job)) }
            continue
          case .end: line.isEnded = true
          case .later: break
          }
        }
        guard !line.isIdle, let (number, output) = await group.next() else {
          if line.isEnded { return .success(()) }
          continue
        }
        for output in line.leave(number, output) { try deliver(output) }
      }
    } catch {
      group.cancelAll()
      return .failure(error)
    }
  }
  try result.get()
}

/// Results that wait for the ones before them.
private struct WaitingLine<Output> {
  let limit: Int
  var isEnded = false
  private var entered = 0
  private var delivered = 0
  private var waiting: [Int: Output] = [:]

  init(limit: Int) { self.limit = limit }

  var hasRoom: Bool { entered - delivered < limit }
  var isIdle: Bool { entered == delivered }

  mutating func enter() -> Int {
    entered += 1
    return entered - 1
  }

  /// Takes a result in; gives those back whose turn it is.
  mutating func leave(_ number: Int, _ output: Output) -> [Output] {
    waiting[number] = output
    var ready: [Output] = []
    while let next = waiting.removeValue(forKey: delivered) {
      ready.append(next)
      delivered += 1
    }
    return ready
  }
}
