/*
 * Elevator.kt: a lift that serves calls in the order a sensible lift would.
 *
 *     kotlinc Elevator.kt -include-runtime -d elevator.jar && java -jar elevator.jar
 *
 * It keeps on in one direction as long as somebody is waiting ahead, then turns round.
 * Disk drives schedule their heads in the same way, and got the idea from here.
 */
package workshop.elevator

import java.util.TreeSet
import kotlin.math.abs

enum class Direction(val step: Int, val arrow: Char) {
    UP(+1, '↑'),
    DOWN(-1, '↓');

    fun reversed(): Direction = if (this == UP) DOWN else UP
}

sealed interface Request {
    val floor: Int

    /** Somebody in the corridor wants to go up or down. */
    data class Hall(override val floor: Int, val direction: Direction) : Request

    /** Somebody inside has pressed a button. */
    data class Car(override val floor: Int) : Request
}

sealed class Event {
    data class Passed(val floor: Int) : Event()
    data class Stopped(val floor: Int, val direction: Direction) : Event()
    object Idle : Event() {
        override fun toString() = "Idle"
    }
}

class Elevator(private val floors: IntRange, start: Int = floors.first) {
    init {
        require(start in floors) { "floor $start is not in $floors" }
    }

    var floor: Int = start
        private set
    var direction: Direction = Direction.UP
        private set
    var travelled: Int = 0
        private set

    private val inside = TreeSet<Int>()
    private val outside = mapOf(
        Direction.UP to TreeSet<Int>(),
        Direction.DOWN to TreeSet<Int>(),
    )

    val isIdle: Boolean
        get() = inside.isEmpty() && outside.values.all { it.isEmpty() }

    fun call(request: Request) {
        require(request.floor in floors) { "there is no floor ${request.floor}" }
        when (request) {
            is Request.Car -> inside += request.floor
            is Request.Hall -> outside.getValue(request.direction) += request.floor
        }
    }

    /** Move by one floor, or open the doors, or do nothing. */
    fun tick(): Event {
        if (isIdle) return Event.Idle
        if (!anythingAhead() && !wantsToStopHere()) direction = direction.reversed()
        if (wantsToStopHere()) {
            inside -= floor
            outside.getValue(direction) -= floor
            return Event.Stopped(floor, direction)
        }
        floor += direction.step
        travelled++
        return Event.Passed(floor)
    }

    fun runUntilIdle(): Sequence<Event> = generateSequence { tick().takeIf { it !is Event.Idle } }

    private fun wantsToStopHere(): Boolean =
        floor in inside || floor in outside.getValue(direction)

    private fun anythingAhead(): Boolean {
        val everything = outside.values.flatten() + inside
        return everything.any { (it - floor) * direction.step > 0 }
    }
}

fun Elevator.callAll(vararg requests: Request) = requests.forEach(::call)

fun main() {
    val lift = Elevator(floors = -1..9, start = 3)
    lift.callAll(
        Request.Hall(5, Direction.DOWN),
        Request.Car(7),
        Request.Hall(1, Direction.UP),
        Request.Car(4),
    )

    val stops = lift.runUntilIdle()
        .filterIsInstance<Event.Stopped>()
        .map { (floor, direction) -> "$floor${direction.arrow}" }
        .toList()

    println("stops:     ${stops.joinToString(" ")}")
    println("travelled: ${lift.travelled} floors")

    check(stops.map { it.dropLast(1).toInt() } == listOf(4, 7, 5, 1)) { "unexpected order: $stops" }

    val direct = listOf(3, 5, 7, 1, 4).zipWithNext { a, b -> abs(a - b) }.sum()
    println("in the order of the calls it would have been $direct")

    runCatching { lift.call(Request.Car(42)) }
        .onFailure { println("refused: ${it.message}") }
}
