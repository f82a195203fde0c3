package dev.autoscale.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test says what time it is, and when a task ends. */
@Timeout(60)
class WorkerPoolTest {
    @Test
    void growsStepByStepAndShrinksWhenTheQueueIsEmpty() throws Exception {
        try (var pool = new WorkerPool()) {
            var end = new CountDownLatch(1);
            var done = new CountDownLatch(40);
            for (int i = 0; i < 40; i++) {
                pool.submit(() -> {
                    await(end);
                    done.countDown();
                });
            }
            assertThat(pool.openTasks()).isEqualTo(40);
            assertThat(pool.scale(0).replicas()).isEqualTo(3);
            assertThat(pool.scale(50).replicas())
                    .as("two were added less than 100 ms ago")
                    .isEqualTo(3);
            assertThat(pool.scale(100).replicas()).isEqualTo(5);
            assertThat(pool.scale(200).replicas()).isEqualTo(7);
            assertThat(pool.scale(300).replicas()).isEqualTo(8);

            end.countDown();
            await(done);
            untilIdle(pool);
            assertThat(pool.scale(400).replicas())
                    .as("8 were needed 100 ms ago")
                    .isEqualTo(8);
            assertThat(pool.scale(799).replicas()).isEqualTo(8);
            assertThat(pool.scale(800).replicas()).isEqualTo(1);
        }
    }

    @Test
    void asManyTasksRunAtOnceAsThereAreWorkers() throws Exception {
        try (var pool = new WorkerPool()) {
            var together = new CyclicBarrier(8); // opens only for eight tasks at a time
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 40; i++) {
                pool.submit(() -> {
                    threads.add(Thread.currentThread());
                    await(together);
                });
            }
            for (int i = 0; i < 4; i++) {
                pool.scale(100 * i);
            }
            untilIdle(pool);
            assertThat(threads).hasSize(8);
        }
    }

    @Test
    void aTaskThatFailsCostsNoWorker() throws Exception {
        try (var pool = new WorkerPool()) {
            var done = new CountDownLatch(1);
            pool.submit(() -> {
                throw new IllegalStateException("on purpose");
            });
            pool.submit(done::countDown);
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theExampleGrowsToEightAndEndsWithOne() throws Exception {
        var text = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            WorkerPool.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("1 -> 3 threads: ")
                .contains(" -> 8 threads: ")
                .contains(" -> 1 threads: wants 0");
    }

    private static void untilIdle(WorkerPool pool) throws InterruptedException {
        while (pool.openTasks() > 0) { // a task is open until just after its own last line; the timeout is the deadline
            Thread.sleep(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
