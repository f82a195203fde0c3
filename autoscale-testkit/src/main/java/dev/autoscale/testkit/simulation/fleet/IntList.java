package dev.autoscale.testkit.simulation.fleet;

import java.util.Arrays;

/** A list of numbers in order. Not thread-safe. */
public final class IntList {
    private int[] numbers = new int[16];
    private int size;

    public int size() {
        return size;
    }

    int get(int index) {
        return numbers[index];
    }

    public void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = number;
    }

    /** Removes a number that is in it once, from the end searched. */
    void remove(int number) {
        for (int i = size - 1; i >= 0; i--) {
            if (numbers[i] == number) {
                System.arraycopy(numbers, i + 1, numbers, i, --size - i);
                return;
            }
        }
    }

    public int removeLast() {
        return numbers[--size];
    }
}
