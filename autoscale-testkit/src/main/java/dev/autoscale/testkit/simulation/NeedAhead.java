package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.simulation.time.Micros;
import java.util.Arrays;

/**
 * How many replicas it takes, span by span of equal length. Reads the load once, as far ahead as it is asked; remembers only what
 * lies ahead. Not thread-safe.
 */
abstract class NeedAhead implements AutoCloseable {
    private final long spanMicros;
    private int[] ahead = new int[16];
    private long firstSpan;
    private int known;

    NeedAhead(long spanMicros) {
        this.spanMicros = spanMicros;
    }

    /** The need of the next span that has not been looked at. */
    abstract int ofNext(long fromMicros, long toMicros);

    /** Goes past the next span, whose need nobody asks for. */
    void pass(long fromMicros, long toMicros) {
        ofNext(fromMicros, toMicros);
    }

    /** Whether the load has ended a span ago or more, as far as it has been looked at: the need does not rise any more. */
    abstract boolean isOver();

    /** The need of a span; spans go forward. */
    final int at(long span) {
        forgetBefore(span);
        lookAhead(span);
        return ahead[0];
    }

    /** The highest need of the spans from one time to another, both inclusive; the first goes forward. */
    final int highest(long fromMicros, long toMicros) {
        forgetBefore(fromMicros / spanMicros);
        long further = toMicros / spanMicros - firstSpan;
        while (known == 0 || (known <= further && !isOver())) {
            lookAhead(firstSpan + known);
        }
        int highest = 0;
        for (int i = 0; i < known && i <= further; i++) {
            highest = Math.max(highest, ahead[i]);
        }
        return highest;
    }

    private void forgetBefore(long span) {
        while (firstSpan < span) {
            if (known == 0) {
                pass(startMicros(firstSpan), startMicros(firstSpan + 1));
            } else {
                System.arraycopy(ahead, 1, ahead, 0, --known);
            }
            firstSpan++;
        }
    }

    private void lookAhead(long last) {
        while (firstSpan + known <= last) {
            if (known == ahead.length) {
                ahead = Arrays.copyOf(ahead, known * 2);
            }
            long span = firstSpan + known;
            ahead[known++] = ofNext(startMicros(span), startMicros(span + 1));
        }
    }

    private long startMicros(long span) {
        return Micros.product(span, spanMicros);
    }

    @Override
    public abstract void close();
}
