package io.stockpot.serve;

import java.io.IOException;

/** Answers the requests of one route. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request.
     *
     * @throws Refusal if it is wrong or cannot be answered now
     * @throws IOException if something cannot be read or written; its message is what the browser gets
     * @throws InterruptedException if the server ends
     */
    Reply answer(Call call) throws IOException, InterruptedException;
}
