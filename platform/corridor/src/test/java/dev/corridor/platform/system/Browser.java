package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Headless Chromium that Debian installed, driven by Selenium. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Dimension DESKTOP = new Dimension(1280, 900);
    private static final Dimension PHONE = new Dimension(500, 900);

    private final ChromeDriver driver;
    private final String origin;

    Browser(String origin) {
        this.origin = origin;
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(onPath("chromium"));
        // Continuous integration runs as root, for whom Chromium has no sandbox; the certificate is the edge's own.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors");
        options.addArguments("--disable-dev-shm-usage", "--force-device-scale-factor=1");
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(onPath("chromedriver")))
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(2)).scriptTimeout(Duration.ofMinutes(2));
        desktop();
    }

    private static String onPath(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(command + " is not installed; ./corridor test installs it"))
                .toString();
    }

    void desktop() {
        driver.manage().window().setSize(DESKTOP);
    }

    void phone() {
        driver.manage().window().setSize(PHONE);
    }

    void dark(boolean isDark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    }

    void open(String path) {
        driver.get(origin + path);
    }

    String path() {
        return driver.getCurrentUrl().replace(origin, "");
    }

    WebElement find(By what) {
        return await(shown -> shown.findElement(what));
    }

    WebElement button(String words) {
        return find(By.xpath("//button[normalize-space()='" + words + "']"));
    }

    /** The input with a label that begins with the words. */
    WebElement input(String label) {
        String id = find(By.xpath("//label[starts-with(normalize-space(), '" + label + "')]"))
                .getDomAttribute("for");
        return find(By.id(id));
    }

    String text() {
        return driver.findElement(By.tagName("main")).getText();
    }

    void awaitText(String words) {
        await(shown -> text().contains(words) ? Boolean.TRUE : null);
    }

    /** Waits until the page's script has replaced the words that stand there before. */
    void awaitContent() {
        await(shown -> text().contains("Loading …") ? null : Boolean.TRUE);
    }

    <T> T await(Function<WebDriver, T> condition) {
        return new WebDriverWait(driver, PATIENCE)
                .ignoring(org.openqa.selenium.WebDriverException.class)
                .until(condition);
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Returns the violations that axe finds on the page, a line for each element. */
    List<String> accessibilityFaults() {
        return new AxeBuilder()
                .analyze(driver).getViolations().stream()
                        .flatMap(Browser::lines)
                        .toList();
    }

    private static Stream<String> lines(Rule rule) {
        return rule.getNodes().stream()
                .map(node -> rule.getId() + ": " + node.getHtml() + " " + node.getFailureSummary());
    }

    /** Errors that the page's scripts or its content security policy caused. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    void assertFitsWidth() {
        assertThat((Long) run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels that the page is too wide")
                .isZero();
    }

    /** Writes a picture of the whole page, for people to look at. */
    void picture(String name) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "portal-pictures"));
            Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
