package io.stockpot.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loader of torchvision, in a process of its own.
 *
 * @param python the command that has torch and torchvision
 */
record TorchvisionLoader(String python) {
    private static final String SCRIPT = "bench/peers/torchvision_loader.py";

    /** Returns the loader; empty if Python or the packages are not there. */
    static Optional<TorchvisionLoader> find() {
        TorchvisionLoader loader =
                new TorchvisionLoader(System.getenv().getOrDefault("STOCKPOT_PEER_PYTHON", "python3"));
        try {
            System.out.println("torch, torchvision, Pillow: "
                    + loader.output(
                            "-c",
                            "import torch, torchvision, PIL; print(torch.__version__, torchvision.__version__,"
                                    + " PIL.__version__)"));
            return Optional.of(loader);
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** Returns images/s of the second pass over a folder. */
    double rate(Path folder, int workers) throws IOException {
        return Double.parseDouble(output(SCRIPT, folder.toString(), String.valueOf(workers)));
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
