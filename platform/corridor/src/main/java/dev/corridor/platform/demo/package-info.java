/** The demo users and the walkthrough that {@code ./corridor demo} runs. */
package dev.corridor.platform.demo;
