package io.stockpot.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataCacheTest {
    private static final Path HOME = Path.of("home").toAbsolutePath();
    private static final String ELSEWHERE =
            Path.of("elsewhere").toAbsolutePath().toString();

    private static Path folder(Map<String, String> environment, String system) {
        return DataCache.of(environment, system, HOME).folder();
    }

    @Test
    void followsTheOperatingSystem() {
        assertThat(folder(Map.of(), "Linux")).isEqualTo(HOME.resolve(Path.of(".cache", "stockpot", "data")));
        assertThat(folder(Map.of(), "Mac OS X"))
                .isEqualTo(HOME.resolve(Path.of("Library", "Caches", "stockpot", "data")));
        assertThat(folder(Map.of(), "Windows 11"))
                .isEqualTo(HOME.resolve(Path.of("AppData", "Local", "stockpot", "data")));
    }

    @Test
    void followsTheEnvironment() {
        Path moved = Path.of(ELSEWHERE, "stockpot", "data");
        assertThat(folder(Map.of("XDG_CACHE_HOME", ELSEWHERE), "Linux")).isEqualTo(moved);
        assertThat(folder(Map.of("LOCALAPPDATA", ELSEWHERE), "Windows 11")).isEqualTo(moved);
        assertThat(folder(Map.of("XDG_CACHE_HOME", "relative"), "Linux"))
                .isEqualTo(HOME.resolve(Path.of(".cache", "stockpot", "data")));
        assertThat(folder(Map.of("STOCKPOT_CACHE", ELSEWHERE, "XDG_CACHE_HOME", "/x"), "Linux"))
                .isEqualTo(Path.of(ELSEWHERE, "data"));
    }

    @Test
    void keepsEverySourceInAFolderOfItsOwn() {
        assertThat(new DataCache(HOME).folder("mnist")).isEqualTo(HOME.resolve("mnist"));
    }
}
