package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which windows of a schedule are open; looks again only where one opens or closes. Not thread-safe. */
public final class OpenWindows {
    private final List<ScheduleWindow> windows;
    private final boolean[] open;
    private String names = "";
    private long fromMillis = 1;
    private long untilMillis; // empty at first

    private OpenWindows(List<ScheduleWindow> windows) {
        this.windows = windows;
        open = new boolean[windows.size()];
    }

    /** Null for a schedule without windows. */
    public static @Nullable OpenWindows of(Schedule schedule) {
        List<ScheduleWindow> windows = schedule.windows();
        return windows.isEmpty() ? null : new OpenWindows(windows);
    }

    private void moveTo(long nowMillis) {
        if (nowMillis >= fromMillis && nowMillis < untilMillis) {
            return;
        }
        fromMillis = nowMillis;
        untilMillis = Long.MAX_VALUE;
        for (int i = 0; i < open.length; i++) {
            open[i] = windows.get(i).isOpen(nowMillis);
            untilMillis = Math.min(untilMillis, windows.get(i).nextTransitionMillis(nowMillis));
        }
        names = IntStream.range(0, open.length)
                .filter(i -> open[i])
                .mapToObj(i -> windows.get(i).name())
                .collect(Collectors.joining(" "));
    }

    /** The names of those that are open, with blanks between them. */
    public String names(long nowMillis) {
        moveTo(nowMillis);
        return names;
    }

    public boolean isOpen(int window, long nowMillis) {
        moveTo(nowMillis);
        return open[window];
    }

    List<ScheduleWindow> all() {
        return windows;
    }
}
