package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** A user's way through the portal in a browser: sign in, application, key, subscription, call, usage, analytics, sign out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalSignedInIT {
    private Browser browser;

    @BeforeAll
    void open() {
        browser = new Browser(
                "https://localhost:" + RunningPlatform.shared().ports().edgeConsole());
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @Test
    void a_user_registers_an_application_calls_an_api_and_reads_the_usage() {
        signIn();
        createApplication();
        subscribe();
        String secret = generateKey();
        assertThat(secret).isNotBlank();
        assertAccessible("application");
        tryCall();
        usage();
        analytics();
        signOut();
    }

    private void signIn() {
        browser.open("/portal/applications");
        browser.awaitContent();
        browser.find(By.cssSelector("#account button")).click();
        browser.find(By.id("username")).sendKeys("ada");
        browser.find(By.id("password"))
                .sendKeys(RunningPlatform.shared().runFile().secrets().users().value());
        browser.find(By.cssSelector("button[value=sign_in]")).click();
        allowIfAsked();
        browser.button("Sign out");
        assertThat(browser.path()).isEqualTo("/portal/applications");
    }

    /** The portal belongs to the platform; a client of others would ask. */
    private void allowIfAsked() {
        WebElement next = browser.find(By.cssSelector("button[value=allow], #account button.plain"));
        if ("allow".equals(next.getDomAttribute("value"))) {
            next.click();
        }
    }

    private void createApplication() {
        browser.input("Name").sendKeys("Shop");
        browser.button("Create").click();
        browser.awaitText("Subscriptions");
        browser.awaitText("Shop");
    }

    private void subscribe() {
        new Select(browser.input("API")).selectByVisibleText("Forex 1.0.0");
        new Select(browser.input("Plan")).selectByVisibleText("Silver");
        browser.button("Subscribe").click();
        browser.find(By.cssSelector("select[aria-label='Plan of Forex 1.0.0']"));
    }

    private String generateKey() {
        browser.find(By.xpath("//summary[.='New key']")).click();
        browser.input("Name").sendKeys("Server");
        browser.find(By.cssSelector("input[name=scope][value='forex:read']")).click();
        browser.button("Generate a key").click();
        browser.awaitText("Copy the secret now");
        return browser.find(By.cssSelector("#result p:last-child code")).getText();
    }

    private void tryCall() {
        browser.open("/portal/reference?name=Profile&version=1.0.0#getUser");
        browser.awaitContent();
        browser.input("id").clear();
        browser.input("id").sendKeys("me");
        browser.button("Send").click();
        browser.awaitText("\"username\": \"ada\"");
        assertAccessible("try-call");
    }

    private void usage() {
        browser.open("/portal/usage");
        browser.awaitText("Silver, one month");
        browser.awaitText("Total 49.00 EUR");
        assertAccessible("usage");
    }

    /** Ada sees her applications' calls; an operator's token shows all. */
    private void analytics() {
        browser.open("/portal/analytics");
        browser.awaitText("No calls in this time");
        String token = RunningPlatform.shared().client().operatorToken("metrics:read");
        browser.run("sessionStorage.setItem('corridor.tokens', JSON.stringify({access_token: '" + token
                + "', expires_at: Date.now() + 600000}))");
        browser.await(shown -> {
            browser.open("/portal/analytics");
            return browser.find(By.cssSelector("canvas, .notice")).getTagName().equals("canvas") ? Boolean.TRUE : null;
        });
        browser.awaitText("Profile");
        assertThat(browser.text()).contains("Latency, 95th percentile");
        assertAccessible("analytics");
    }

    private void signOut() {
        browser.button("Sign out").click();
        browser.button("Sign in");
        assertThat(browser.run("return sessionStorage.getItem('corridor.tokens')"))
                .isNull();
    }

    private void assertAccessible(String name) {
        for (boolean isDark : List.of(true, false)) {
            browser.dark(isDark);
            browser.picture(name + (isDark ? "-dark" : "-light"));
            assertThat(browser.accessibilityFaults()).isEmpty();
        }
        browser.phone();
        browser.picture(name + "-phone");
        browser.assertFitsWidth();
        browser.desktop();
        assertThat(browser.errors()).isEmpty();
    }
}
