defmodule Shelf do
  @moduledoc """
  A shelf that remembers what was put on it, and for how long: a process with a time limit for
  each entry, and a supervisor to put up a new shelf when one falls down.

      iex> {:ok, shelf} = Shelf.start_link(ttl: 50)
      iex> Shelf.put(shelf, :tea, "hot")
      :ok
      iex> Shelf.get(shelf, :tea)
      {:ok, "hot"}
      iex> Process.sleep(60)
      iex> Shelf.get(shelf, :tea)
      {:error, :cold}
  """

  use GenServer

  @default_ttl :timer.minutes(5)
  @sweep_every :timer.seconds(30)

  @type key :: term()
  @type entry :: {value :: term(), expires_at :: integer()}
  @type t :: %__MODULE__{entries: %{key() => entry()}, ttl: pos_integer(), hits: non_neg_integer()}

  defstruct entries: %{}, ttl: @default_ttl, hits: 0

  # ---- what others call

  @spec start_link(keyword()) :: GenServer.on_start()
  def start_link(options \\ []) do
    {server_options, options} = Keyword.split(options, [:name, :timeout])
    GenServer.start_link(__MODULE__, options, server_options)
  end

  def put(shelf, key, value, ttl \\ nil), do: GenServer.call(shelf, {:put, key, value, ttl})

  def get(shelf, key), do: GenServer.call(shelf, {:get, key})

  @doc "The value for `key`; if there is none, the result of `fun`, which is kept."
  def fetch(shelf, key, fun) when is_function(fun, 0) do
    with {:error, _reason} <- get(shelf, key) do
      value = fun.()
      :ok = put(shelf, key, value)
      {:ok, value}
    end
  end

  # ---- what the process does

  @impl GenServer
  def init(options) do
    Process.send_after(self(), :sweep, @sweep_every)
    {:ok, struct!(__MODULE__, options)}
  end

  @impl GenServer
  def handle_call({:put, key, value, ttl}, _from, %__MODULE__{} = state) do
    entry = {value, now() + (ttl || state.ttl)}
    {:reply, :ok, put_in(state.entries[key], entry)}
  end

  def handle_call({:get, key}, _from, state) do
    case Map.fetch(state.entries, key) do
      {:ok, {value, expires_at}} ->
        if expires_at > now() do
          {:reply, {:ok, value}, %{state | hits: state.hits + 1}}
        else
          {:reply, {:error, :cold}, %{state | entries: Map.delete(state.entries, key)}}
        end

      :error ->
        {:reply, {:error, :missing}, state}
    end
  end

  @impl GenServer
  def handle_info(:sweep, state) do
    Process.send_after(self(), :sweep, @sweep_every)
    now = now()
    {kept, dropped} = Map.split_with(state.entries, fn {_key, {_, expires}} -> expires > now end)

    unless dropped == %{} do
      IO.puts(:stderr, "swept #{map_size(dropped)} of #{map_size(state.entries)}")
    end

    {:noreply, %{state | entries: kept}}
  end

  defp now, do: System.monotonic_time(:millisecond)
end

defmodule Shelf.Words do
  @moduledoc "Pipes, comprehensions and binaries."

  def frequencies(text) do
    text
    |> String.downcase()
    |> String.split(~r/[^\p{L}']+/u, trim: true)
    |> Enum.frequencies()
    |> Enum.sort_by(fn {word, n} -> {-n, word} end)
  end

  def hex(<<>>), do: []
  def hex(<<byte, rest::binary>>), do: [byte |> Integer.to_string(16) |> String.pad_leading(2, "0") | hex(rest)]

  def pythagorean(n) do
    for a <- 1..n, b <- a..n, c <- b..n, a * a + b * b == c * c, do: {a, b, c}
  end
end
