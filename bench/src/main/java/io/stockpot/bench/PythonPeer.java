package io.stockpot.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PyTorch, in a process of its own for each measurement.
 *
 * @param python the command that has torch and torchvision
 */
record PythonPeer(String python) {
    private static final String VERSIONS =
            "import torch, torchvision, PIL; print(torch.__version__, torchvision.__version__, PIL.__version__)";

    /**
     * Returns {@code python3}, or what {@code STOCKPOT_PEER_PYTHON} names; empty if it or the packages are not there.
     */
    static Optional<PythonPeer> find() {
        PythonPeer peer = new PythonPeer(System.getenv().getOrDefault("STOCKPOT_PEER_PYTHON", "python3"));
        try {
            System.out.println("torch, torchvision, Pillow: " + peer.output("-c", VERSIONS));
            return Optional.of(peer);
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /**
     * Returns the number that a script of bench/peers prints.
     *
     * @throws IOException if it fails
     */
    double number(String script, Object... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("bench/peers/" + script));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return Double.parseDouble(output(words.toArray(String[]::new)));
    }

    private String output(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
        return output;
    }
}
