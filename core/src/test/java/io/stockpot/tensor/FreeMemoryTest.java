package io.stockpot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class FreeMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    @EnabledOnOs(OS.LINUX)
    void returnsFreedMemoryToTheSystem() throws IOException {
        Torch.boot();
        try (Scope kept = Scope.open()) {
            List<Tensor> pins = new ArrayList<>();
            try (Scope scope = Scope.open()) {
                for (int i = 0; i < 2000; i++) {
                    // 100 KiB, too little to be mapped alone; one in a hundred stays, so that no heap becomes empty
                    Tensor tensor = torch.ones(new long[] {25_600});
                    if (i % 100 == 99) {
                        pins.add(scope.keep(tensor));
                    }
                }
            }
            long before = residentMebibytes();
            Torch.returnFreeMemory();
            assertThat(residentMebibytes()).isLessThan(before - 100);
            assertThat(pins)
                    .hasSize(20)
                    .allSatisfy(pin -> assertThat(pin.sum().item_float()).isEqualTo(25_600));
        }
    }

    private static long residentMebibytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
