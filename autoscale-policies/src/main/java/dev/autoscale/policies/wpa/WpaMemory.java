package dev.autoscale.policies.wpa;

/** Where in the longs each part of the memory lies, and the rules of when a change may be made. */
final class WpaMemory {
    static final int SIZE = 12;

    private static final int ABOVE = 0;
    private static final int BELOW = 2;
    private static final int SCALED = 4;
    private static final int LAST_SCALE = 5;
    private static final int DESIRED = 6;
    private static final int ABLE = 7;
    private static final int LIMITED = 8;
    /** Whether the latest decision set the count; what was remembered before it follows. */
    private static final int UNDO = 9;

    private static final int[] FIRST_BEYOND = {3, -1, 3, -1, 2, -1, -1, 7, 6, 3, -1, -1};

    private static final long TRUE = 2;
    private static final long MILLIS_PER_SECOND = 1_000;

    private static final WpaStatus.Known[] KNOWN = WpaStatus.Known.values();
    private static final WpaStatus.Able[] ABLES = WpaStatus.Able.values();
    private static final WpaStatus.Limited[] LIMITS = WpaStatus.Limited.values();

    private WpaMemory() {}

    static void begin(long[] memory) {
        memory[UNDO] = 0;
        memory[ABLE] = WpaStatus.Able.SUCCEEDED_GET_SCALE.ordinal();
    }

    static void limited(long[] memory, WpaLimits.Reason reason) {
        memory[LIMITED] = reason.ordinal() + 1L;
    }

    /** Sets both conditions; their times change with them only. */
    static void watermarks(long[] memory, long now, boolean above, boolean below) {
        condition(memory, ABOVE, now, above);
        condition(memory, BELOW, now, below);
    }

    private static void condition(long[] memory, int at, long now, boolean holds) {
        long status = holds ? TRUE : 1;
        if (memory[at] != status) {
            memory[at] = status;
            memory[at + 1] = wholeSeconds(now);
        }
    }

    private static long wholeSeconds(long millis) {
        long rest = Math.floorMod(millis, MILLIS_PER_SECOND);
        return millis < Long.MIN_VALUE + rest ? Long.MIN_VALUE : millis - rest;
    }

    /** Time has not gone back since, so the difference is right as an unsigned number even if it overflows. */
    private static long wholeSecondsSince(long millis, long now) {
        return Long.divideUnsigned(now - millis, MILLIS_PER_SECOND);
    }

    static boolean wasScaled(long[] memory) {
        return memory[SCALED] != 0;
    }

    /** Whether a window after the last change goes on; at its very end it is over. */
    static boolean isForbidden(long[] memory, long now, int windowSeconds) {
        return wasScaled(memory) && wholeSecondsSince(memory[LAST_SCALE], now) < windowSeconds;
    }

    static void backoff(long[] memory, boolean up, boolean down) {
        if (up || down) {
            WpaStatus.Able able = !down
                    ? WpaStatus.Able.BACKOFF_UPSCALE
                    : up ? WpaStatus.Able.BACKOFF_BOTH : WpaStatus.Able.BACKOFF_DOWNSCALE;
            memory[ABLE] = able.ordinal();
        }
    }

    /** Whether the value has been out of the band for long enough, in whole seconds, on the side to grow or to shrink. */
    static boolean hasLasted(long[] memory, long now, boolean up, int delaySeconds) {
        int at = up ? ABOVE : BELOW;
        return memory[at] == TRUE && wholeSecondsSince(memory[at + 1], now) >= delaySeconds;
    }

    static void scale(long[] memory, long now, int desired, boolean dryRun) {
        memory[UNDO] = 1 + memory[SCALED];
        memory[UNDO + 1] = memory[LAST_SCALE];
        memory[UNDO + 2] = memory[DESIRED];
        memory[SCALED] = 1;
        memory[LAST_SCALE] = wholeSeconds(now);
        memory[DESIRED] = desired;
        memory[ABLE] = (dryRun ? WpaStatus.Able.READY_FOR_SCALE : WpaStatus.Able.SUCCESSFUL_SCALE).ordinal();
    }

    static void stay(long[] memory, int current) {
        memory[DESIRED] = current;
    }

    /** The count could not be set: as if it had not been tried. */
    static void failed(long[] memory) {
        if (memory[UNDO] != 0) {
            memory[SCALED] = memory[UNDO] - 1;
            memory[LAST_SCALE] = memory[UNDO + 1];
            memory[DESIRED] = memory[UNDO + 2];
            memory[ABLE] = WpaStatus.Able.FAILED_SCALE.ordinal();
            memory[UNDO] = 0;
        }
    }

    static WpaStatus status(long[] memory) {
        return new WpaStatus(
                KNOWN[(int) memory[ABOVE]],
                memory[ABOVE + 1],
                KNOWN[(int) memory[BELOW]],
                memory[BELOW + 1],
                wasScaled(memory),
                memory[LAST_SCALE],
                ABLES[(int) memory[ABLE]],
                LIMITS[(int) memory[LIMITED]],
                (int) memory[DESIRED]);
    }

    static boolean isPossible(long[] memory) {
        for (int i = 0; i < SIZE; i++) {
            if (FIRST_BEYOND[i] > 0 && (memory[i] < 0 || memory[i] >= FIRST_BEYOND[i])) {
                return false;
            }
        }
        return isCount(memory[DESIRED]) && isCount(memory[UNDO + 2]);
    }

    private static boolean isCount(long count) {
        return count >= 0 && count <= Integer.MAX_VALUE;
    }
}
