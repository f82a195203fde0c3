package dev.autoscale.testkit.simulation.fleet;

/** First come, first served; also who is being served by one replica. Links arrivals through {@link Requests}. */
final class RequestQueue {
    private final Requests requests;
    private int first = Requests.NONE;
    private int last = Requests.NONE;
    private int size;

    RequestQueue(Requests requests) {
        this.requests = requests;
    }

    int size() {
        return size;
    }

    int first() {
        return first;
    }

    /** How many of them arrived at a time or later. */
    int since(long micros) {
        int count = 0;
        for (int id = first; id != Requests.NONE; id = requests.next[id]) {
            count += requests.arrivedMicros[id] >= micros ? 1 : 0;
        }
        return count;
    }

    void addLast(int id) {
        requests.next[id] = Requests.NONE;
        requests.previous[id] = last;
        if (last == Requests.NONE) {
            first = id;
        } else {
            requests.next[last] = id;
        }
        last = id;
        size++;
    }

    void addFirst(int id) {
        requests.previous[id] = Requests.NONE;
        requests.next[id] = first;
        if (first == Requests.NONE) {
            last = id;
        } else {
            requests.previous[first] = id;
        }
        first = id;
        size++;
    }

    int removeFirst() {
        int id = first;
        remove(id);
        return id;
    }

    int removeLast() {
        int id = last;
        remove(id);
        return id;
    }

    void remove(int id) {
        int before = requests.previous[id];
        int after = requests.next[id];
        if (before == Requests.NONE) {
            first = after;
        } else {
            requests.next[before] = after;
        }
        if (after == Requests.NONE) {
            last = before;
        } else {
            requests.previous[after] = before;
        }
        size--;
    }
}
