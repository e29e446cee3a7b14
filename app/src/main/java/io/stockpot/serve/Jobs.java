package io.stockpot.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What takes long: one job at a time, the others wait in line, each can be cancelled, and the last ones are remembered. */
public final class Jobs implements AutoCloseable {
    /** More would wait for an hour. */
    static final int MOST_WAITING = 20;

    private static final int REMEMBERED = 50;

    private final Turn turn;
    private final Map<String, Job> all = new LinkedHashMap<>();
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Thread worker;
    private Optional<Job> running = Optional.empty();
    private long last;

    /**
     * Starts with none.
     *
     * @param turn that a job takes, and gives way in
     */
    Jobs(Turn turn) {
        this.turn = turn;
        this.worker = new Thread(this::work, "stockpot jobs");
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * Adds a job at the end of the line.
     *
     * @param words what it does, e.g. "attack on photo 3"
     * @return its number
     * @throws Refusal if the line is too long
     */
    public synchronized String add(String words, Job.Work work) {
        if (waiting.size() >= MOST_WAITING) {
            throw new Refusal(
                    Refusal.TOO_MANY, MOST_WAITING + " jobs wait already; cancel one, or wait until one is done");
        }
        String id = String.valueOf(++last);
        Job job = new Job(words, work);
        all.put(id, job);
        waiting.add(job);
        forget();
        notifyAll();
        return id;
    }

    /** Forgets the oldest jobs that are over. */
    private void forget() {
        Iterator<Job> oldest = all.values().iterator();
        while (all.size() > REMEMBERED && oldest.hasNext()) {
            if (oldest.next().isOver()) {
                oldest.remove();
            }
        }
    }

    /**
     * Returns how a job stands, and its result when it is done.
     *
     * @throws Refusal if there is none of that number
     */
    public synchronized ObjectNode state(String id) {
        Job job = find(id);
        ObjectNode state = job.state();
        int place = 1 + (running.isPresent() ? 1 : 0);
        for (Job before : waiting) {
            if (before == job) {
                return state.put("words", ordinal(place) + " in line: " + job.words());
            }
            place++;
        }
        return state;
    }

    private static String ordinal(int place) {
        return switch (place) {
            case 1 -> "first";
            case 2 -> "second";
            case 3 -> "third";
            default -> place + "th";
        };
    }

    /**
     * Ends a job, or leaves it out if it waits; nothing happens to one that is over.
     *
     * @throws Refusal if there is none of that number
     */
    public synchronized void cancel(String id) {
        Job job = find(id);
        waiting.remove(job);
        job.cancel();
    }

    private Job find(String id) {
        return Optional.ofNullable(all.get(id))
                .orElseThrow(() -> Refusal.unknown(
                        "there is no job '" + Call.shortened(id) + "', or it ended long ago; begin it again"));
    }

    /** Returns what is being done, if anything is. */
    public synchronized Optional<String> busy() {
        return running.map(Job::words);
    }

    private void work() {
        try {
            while (true) {
                Job job = next();
                try (Turn.Held held = turn.take()) {
                    job.run(held);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Job next() throws InterruptedException {
        running = Optional.empty();
        while (waiting.isEmpty()) {
            wait();
        }
        running = Optional.of(waiting.remove());
        return running.get();
    }

    /** Cancels all jobs, and ends the thread. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            waiting.clear();
            all.values().forEach(Job::cancel);
        }
        worker.interrupt();
        worker.join();
    }
}
